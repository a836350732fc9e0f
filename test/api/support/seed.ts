import { newId } from '../../../src/shared/ids.js';
import type { TestApp } from '../../support/app.js';
import { pathOf, type Operation } from './document.js';
import { approvalRows } from './seed-approvals.js';
import { assessmentRows } from './seed-assessments.js';
import { customRows } from './seed-customs.js';
import { discoveryRows } from './seed-discoveries.js';
import { eventRows } from './seed-events.js';
import { exportRows } from './seed-exports.js';
import { importedRows } from './seed-imports.js';
import { incidentRows } from './seed-incidents.js';
import { notificationRows } from './seed-notifications.js';
import { patchingRows } from './seed-patching.js';
import { seedLink, seedReport } from './seed-pages.js';
import { remediationRows } from './seed-remediations.js';
import { scheduleRows } from './seed-schedules.js';
import { failedExecution } from './seed-workflows.js';

/** A tenant with something of everything. Every value of its own holds `mark`, so that a leak is seen. */
export interface Seeded {
  tenantId: string;
  mark: string;
  admin: string;
  accountId: string;
  /** By the path up to its first parameter: what may stand there. */
  ids: Record<string, string[]>;
  /** By the name of a second parameter: what may stand there, behind the first of these ids. */
  parts: Record<string, string>;
}

/** Makes a tenant by requests, and by SQL what only scans make. `number` (1-9) keeps two of them apart. */
export async function seedTenant(app: TestApp, tenantId: string, number: number): Promise<Seeded> {
  const { admin } = await app.tenant(tenantId);
  const mark = `mark${number}${number}`;
  const accountId = String(number).repeat(12);
  const post = async (path: string, body: unknown) => {
    const answer = await app.request<{ id: string }>('POST', path, { key: admin, body });
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const account = await post('/accounts', { accountId, name: mark, regions: ['eu-west-1'] });
  const keyId = await post('/api-keys', { name: mark, role: 'viewer', owner: `${mark}@example.com` });
  await post('/session', { key: admin });
  const rows = await seedRows(app, tenantId, mark, accountId);
  const ids = {
    '/tenants': [tenantId],
    '/accounts': [account, accountId],
    '/api-keys': [keyId],
    '/scans': [rows.scan],
    '/findings': [rows.finding],
    '/resources': [rows.arn],
    '/dead-letters': [rows.job],
    '/schedules': [rows.schedule],
    '/approvals': rows.approvals,
    '/workflows/definitions': [rows.workflow],
    '/workflows': [rows.executionArn],
    '/mutes': [rows.mute],
    '/events': [rows.event],
    '/events/rules': [rows.eventRule],
    '/controls': [`custom_${mark}`],
    '/controls/custom': [`custom_${mark}`],
    '/frameworks': [`own-${mark}`],
    '/remediations': [rows.remediation],
    '/remediations/guardrails': [accountId],
    '/incidents': rows.incidents,
    '/patching/installations': [rows.installation],
    '/patching/batches': rows.batches,
    '/patching/approvals': [rows.patchApproval],
    '/notifications/channels': [rows.channel],
    '/notifications/deliveries': [rows.delivery],
    '/notifications/rules': [rows.rule],
    '/reports': [await seedReport(app, tenantId, mark)],
    '/links': [await seedLink(app, tenantId, rows.approvals[0] ?? '')],
  };
  return { tenantId, mark, admin, accountId, ids, parts: { evidenceId: rows.evidence } };
}

async function seedRows(app: TestApp, tenantId: string, mark: string, accountId: string) {
  const arn = `arn:aws:ec2:eu-west-1:${accountId}:volume/vol-${mark}`;
  const ids = {
    scan: newId('scan'),
    unit: newId('unit'),
    finding: newId('fnd'),
    job: newId('job'),
    arn,
    schedule: newId('sch'),
    execution: newId('exe'),
    workflow: `own-${mark}`,
    mute: newId('mute'),
    event: newId('evt'),
    eventRule: newId('rule'),
    approvals: [newId('apr'), newId('apr')],
    remediation: `rem_${newId('exe').slice(4)}`,
    incidents: [newId('inc'), newId('inc'), newId('inc')],
    evidence: newId('evd'),
    installation: newId('pin'),
    batches: [newId('pbat'), newId('pbat')],
    patchApproval: newId('papr'),
    ...{ channel: newId('chn'), delivery: newId('dlv'), rule: newId('rule') },
  };
  const failed = await failedExecution(mark);
  const now = new Date();
  const place = { account_id: accountId, region: 'eu-west-1' };
  const seen = { first_seen_at: now, last_seen_at: now, last_scan_id: ids.scan };
  const said = { correlation_id: mark };
  const read = {
    scopes: { accountIds: [accountId], regions: null, services: ['ec2'] },
    error: {
      resourceType: null,
      part: null,
      reason: 'denied',
      code: 'AccessDenied',
      message: mark,
      count: 1,
    },
    change: { op: 'replace', path: '/state', value: mark, before: 'in-use' },
  };
  const tables: [string, Record<string, unknown>][] = [
    [
      'scans',
      {
        id: ids.scan,
        status: 'completed_with_errors',
        scan_type: 'full',
        scope: read.scopes,
        scope_key: mark,
        source: mark,
        requested_by: mark,
        ...said,
        started_at: now,
        ended_at: now,
      },
    ],
    [
      'scan_units',
      {
        id: ids.unit,
        scan_id: ids.scan,
        ...place,
        service: 'ec2',
        status: 'failed',
        errors: [read.error],
        api_calls: 3,
        ended_at: now,
      },
    ],
    [
      'resources',
      {
        arn,
        ...place,
        service: 'ec2',
        type: 'AWS::EC2::Volume',
        name: mark,
        configuration: { volumeId: mark },
        no_evidence: { tags: 'denied' },
        hash: mark,
        tags: { owner: mark },
        relations: [mark],
        ...seen,
        changed_at: now,
      },
    ],
    [
      'timeline',
      {
        ...{ id: newId('chg'), arn, at: now, kind: 'drift', what: 'changed', patch: [read.change] },
        ...{ details: { note: mark }, who: { principal: mark }, source: ids.scan, correlation_id: mark },
      },
    ],
    [
      'findings',
      {
        id: ids.finding,
        ...place,
        resource_arn: arn,
        resource_type: 'AWS::EC2::Volume',
        control_id: 'ec2_ebs_volume_unattached',
        title: mark,
        severity: 'low',
        status: 'open',
        risk: 'low',
        evidence: { volumeId: mark },
        evidence_hash: mark,
        estimated_monthly_savings_usd: 8.8,
        ...seen,
        opened_at: now,
      },
    ],
    ...importedRows(ids.scan, arn, place, mark),
    [
      'finding_transitions',
      {
        ...{ id: newId('chg'), finding_id: ids.finding, at: now, from: null, to: 'open' },
        ...{ reason: 'fail', evidence: { mark }, source: ids.scan },
      },
    ],
    ...exportRows(ids.finding, place, mark),
    ...eventRows(ids, accountId, mark),
    [
      'jobs',
      {
        id: ids.job,
        name: 'scan.unit',
        lane: 'scan',
        payload: { scanId: mark, unitId: mark },
        status: 'dead',
        attempts: 3,
        max_attempts: 3,
        last_error: mark,
        ...said,
        dead_at: now,
      },
    ],
    ...scheduleRows(ids.schedule, mark),
    [
      'workflow_definitions',
      {
        id: newId('wfd'),
        workflow_type: ids.workflow,
        revision: 1,
        name: mark,
        description: mark,
        definition: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
        required_parameters: [mark],
        optional_parameters: [],
        saved_by: mark,
        saved_by_key: mark,
      },
    ],
    [
      'executions',
      {
        id: ids.execution,
        state_machine: 'ComplianceScanWorkflow',
        name: mark,
        workflow_type: 'compliance-scan',
        engine: 'local',
        status: 'RUNNING',
        priority: 2,
        input: '{}',
        version: 1,
        requested_by: mark,
        requested_by_key: mark,
        ...said,
        created_at: now,
        started_at: now,
      },
    ],
    ...failed.rows,
    ...customRows(ids.mute, mark),
    ...discoveryRows(mark, accountId),
    ...assessmentRows(ids.scan, accountId, mark),
    ...remediationRows(ids, place, mark),
    ...incidentRows(ids, place, mark),
    ...patchingRows(ids, place, mark),
    ...notificationRows(ids, mark),
    ['workflow_task_results', { token_hash: newId('req'), token: mark, outcome: '{"type":"waits"}' }],
    ...ids.approvals.flatMap((approval, i) => approvalRows(approval, ids.execution, `task-${i}`, mark)),
    ['target_circuits', { target: mark, failures: 1, last_error: mark }],
    ['facts', { id: newId('fact'), name: 'scan.completed', key: mark, payload: { mark }, ...said }],
  ];
  for (const [table, row] of tables) await insert(app, table, { tenant_id: tenantId, ...row });
  return { ...ids, executionArn: failed.arn };
}

/** Inserts a row as the owner; lists and objects go in as JSON. */
export async function insert(app: TestApp, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row).map((name) => `"${name}"`);
  const places = names.map((_, i) => `$${i + 1}`);
  const values = Object.values(row).map((value) =>
    typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value,
  );
  await app.database.query(`INSERT INTO ${table} (${names.join()}) VALUES (${places.join()})`, values);
}

/**
 * The ids of a tenant that may stand in a path: of a path with a second parameter, the one that has what stands there.
 * @throws Error for a family of routes that has none yet: make one in seedTenant
 */
export function idsFor(seeded: Seeded, path: string): string[] {
  const [family = '', ...parameters] = path.split('/{');
  const ids = seeded.ids[family];
  if (ids === undefined) throw new Error(`test/api/support/seed.ts makes no id for ${path}`);
  return parameters.length > 1 ? ids.slice(0, 1) : ids;
}

/** Where an operation is, on this id of the tenant. */
export const urlFor = (seeded: Seeded, operation: Operation, id: string): string =>
  pathOf(operation, (parameter) => encodeURIComponent(seeded.parts[parameter] ?? id));

/** The parameters of a path that stand for something of a tenant. */
export const hasId = (path: string): boolean => path.includes('{');
