import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workflowsOf } from '../../src/modules/workflows/definitions/index.js';
import { statesOf } from '../../src/modules/workflows/domain/progress.js';
import { capturingBus } from '../support/captured-events.js';
import { patch } from '../support/patch-answers.js';
import { startPatchApp, type PatchApp } from '../support/patch-approvals.js';
import { patchingFake } from '../support/patching-fake.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

const workflowOf = (type: string) => workflowsOf('prod').find(({ workflowType }) => workflowType === type);
const statesIn = (type: string) => {
  const declared = workflowOf(type);
  return declared === undefined ? [] : statesOf(declared.program).map(([name]) => name);
};

describe('the state machines of specs/3', () => {
  it.each([
    ['patch-approval', 'patch-approval-workflow-prod'],
    ['compliance-remediation', 'compliance-remediation-workflow-prod'],
    ['patch-installation', 'patch-installation-workflow-prod'],
  ])('%s is called %s', (type, name) => {
    expect(workflowOf(type)?.stateMachineName).toBe(name);
  });

  it('have the states that are printed', () => {
    expect(statesIn('patch-approval')).toEqual(
      expect.arrayContaining([
        ...['ValidateInput', 'ScanVulnerabilities', 'EvaluateVulnerabilities'],
        ...['ProcessCriticalVulnerabilities', 'ProcessStandardVulnerabilities', 'PublishApprovalEvents'],
      ]),
    );
    expect(statesIn('compliance-remediation')).toEqual(
      expect.arrayContaining([
        ...['AnalyzeCompliance', 'InitiateCriticalRemediation', 'ScheduleReassessment'],
        'PublishRemediationResults',
      ]),
    );
    // Batch Processing, Snapshot Creation, Health Validation, Automatic Rollback
    expect(statesIn('patch-installation')).toEqual(
      expect.arrayContaining([
        ...['ProcessBatches', 'SnapshotInstances', 'InstallPatches', 'ValidateHealth', 'RollbackBatch'],
        'PublishInstallationResults',
      ]),
    );
  });

  it.each([
    [
      'patch-approval',
      {
        correlation_id: 'uuid-12345',
        'detail-type': 'Critical Vulnerabilities Detected',
        detail: { vulnerability_count: 15, critical_count: 3, high_count: 7 },
      },
    ],
    [
      'compliance-remediation',
      {
        ...{ correlation_id: 'c', compliance_score: 55 },
        violations: [{ controlId: 'x', resourceArn: 'arn:aws:s3:::b', severity: 'HIGH' }],
      },
    ],
    [
      'patch-installation',
      {
        correlation_id: 'c',
        approved_patches: [
          {
            ...{ patchId: 'KB1', instanceId: 'i-1', accountId: '111111111111', region: 'eu-west-1' },
            ...{ severity: 'CRITICAL', cveIds: ['CVE-2026-1000'] },
          },
        ],
      },
    ],
  ])('%s takes the printed input', (type, input) => {
    expect(workflowOf(type)?.parameters.parse(input)).toMatchObject(
      type === 'compliance-remediation' ? { compliance_score: 55 } : { correlation_id: input.correlation_id },
    );
  });
});

const number = expect.any(Number) as unknown;
const environment = 'prod';
const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown;

withEmulator('the events and metrics of specs/3 (needs MOTO_URL)', () => {
  const fake = patchingFake();
  let bus: Awaited<ReturnType<typeof capturingBus>>;
  let patching: PatchApp;
  let compliance: { correlation_id: string; compliance_score: number };
  let vulnerabilities: { correlation_id: string };

  beforeAll(async () => {
    bus = await capturingBus(MOTO_URL ?? '');
    patching = await startPatchApp(MOTO_URL ?? '', { EVENT_BUS_NAME: bus.arn, ENVIRONMENT: environment }, [
      fake.module,
    ]);
    await patching.on.asAdmin.must('PUT', `/remediations/guardrails/${patching.on.account.accountId}`, {
      ...{ enabled: true, approval: { always: false } },
    });
    await patching.on.account.bucket(`shepherd-specs3-${Date.now()}`);
    patching.state.nodes = {
      'i-1': {
        patches: [patch('kernel', 'Critical', 'CVE-2026-1000'), patch('zlib', 'Low', 'CVE-2026-2000')],
      },
    };
    const { must } = patching.on;
    compliance = await must('POST', '/scans/compliance?wait=100', { frameworks: ['CIS', 'PCI_DSS', 'SOC2'] });
    vulnerabilities = await must('POST', '/scans/vulnerabilities?wait=60', { scanType: 'patches' });
  }, 120_000);
  afterAll(async () => {
    await patching?.close();
    bus?.close();
  });

  it('Compliance Violation Detected', async () => {
    const { correlation_id } = compliance;
    const event = await bus.event('Compliance Violation Detected', { correlation_id });
    expect(event.source).toBe('patching-automation.compliance-scanner');
    expect(event.detail).toEqual({
      ...{ correlation_id, environment, violations_count: number, compliance_score: number },
      severity_breakdown: { CRITICAL: number, HIGH: number, MEDIUM: number, LOW: number },
      framework_violations: { CIS: number, PCI_DSS: number, SOC2: number },
      timestamp,
    });
  });

  it('Compliance Scan Completed', async () => {
    const { correlation_id } = compliance;
    const event = await bus.event('Compliance Scan Completed', { correlation_id });
    expect(event.source).toBe('patching-automation.compliance-scanner');
    expect(event.detail).toEqual({
      ...{ correlation_id, environment, status: 'completed', findings_count: number },
      ...{ violations_count: number, compliance_score: compliance.compliance_score, timestamp },
    });
  });

  it('Critical Vulnerabilities Detected', async () => {
    const { correlation_id } = vulnerabilities;
    const event = await bus.event('Critical Vulnerabilities Detected', { correlation_id });
    expect(event.source).toBe('patching-automation.vulnerability-scanner');
    expect(event.detail).toEqual({
      ...{ correlation_id, environment, critical_count: 1, high_count: 0 },
      ...{ total_vulnerabilities: 2, patchable_vulnerabilities: 2, timestamp },
    });
  });

  it('Vulnerability Scan Completed', async () => {
    const { correlation_id } = vulnerabilities;
    const event = await bus.event('Vulnerability Scan Completed', { correlation_id });
    expect(event.source).toBe('patching-automation.vulnerability-scanner');
    expect(event.detail).toEqual({
      ...{ correlation_id, environment, status: 'completed', total_vulnerabilities: 2 },
      ...{ critical_count: 1, high_count: 0, patchable_count: 2, timestamp },
    });
  });

  it('Patch Approval Completed', async () => {
    await patching.savePolicy({
      startOnCritical: false,
      autoApproveCritical: true,
      autoApproveSeverities: ['low'],
    });
    const correlation_id = 'uuid-12345';
    const { executionArn } = await patching.start({
      correlation_id,
      'detail-type': 'Critical Vulnerabilities Detected',
      detail: { vulnerability_count: 15, critical_count: 3, high_count: 7 },
    });
    await patching.output(executionArn);
    const event = await bus.event('Patch Approval Completed', { correlation_id });
    expect(event.source).toBe('patching-automation.patch-approval-workflow');
    expect(event.detail).toEqual({
      ...{ correlation_id, environment, status: 'approved', vulnerability_count: 2 },
      patches_approved: [
        {
          ...{ patchId: 'kernel', instanceId: 'i-1', accountId: patching.on.account.accountId },
          ...{ region: 'us-east-1', severity: 'CRITICAL', cveIds: ['CVE-2026-1000'] },
        },
      ],
      timestamp,
    });
  });

  it('Patch Installation Completed', async () => {
    fake.aws.add('i-2', { kernel: 'Missing' });
    fake.aws.add('i-3', { kernel: 'Missing' }, { brokenBy: 'kernel' });
    const correlation_id = 'uuid-67890';
    const { accountId } = patching.on.account;
    await patching.workflows.start('patch-installation', {
      correlation_id,
      approved_patches: ['i-2', 'i-3'].map((instanceId) => ({
        ...{ patchId: 'kernel', instanceId, accountId, region: 'us-east-1' },
        ...{ severity: 'CRITICAL', cveIds: ['CVE-2026-1000'] },
      })),
      ...{ batchSize: 1, settleSeconds: 0, healthCheck: { ssmCommand: 'systemctl is-active web' } },
    });
    const event = await bus.event('Patch Installation Completed', { correlation_id });
    expect(event.source).toBe('patching-automation.patch-installation');
    expect(event.detail).toEqual({
      ...{ correlation_id, environment, total_batches: 2, successful_batches: 1 },
      ...{ failed_batches: 1, success_rate: 50, timestamp },
    });
  }, 60_000);

  it('lets what was approved be installed by the state machine that is printed', async () => {
    await patching.savePolicy({
      ...{ startOnCritical: false, autoApproveCritical: true, installAfterApproval: true },
      excludedPatches: ['zlib'],
    });
    const { executionArn } = await patching.start();
    const { installations } = await patching.output(executionArn);
    expect(installations).toMatchObject([{ patchCount: 1, error: null }]);
    const installed = (await patching.executions()).filter(
      (one) => one.workflow_type === 'patch-installation',
    );
    expect(installed).toHaveLength(2);
  });

  it('Prometheus shows each metric with its dimensions', async () => {
    patching.on.proxy.rules = [{ match: { service: 'ssm' }, fault: 'deny' }];
    const { executionArn } = await patching.start();
    await patching.workflows.until(executionArn, 'FAILED');
    patching.on.proxy.rules = [];
    const { body } = await patching.on.app.request<string>('GET', '/metrics');
    const labels = (service: string, more = '') => `{Environment="prod",Service="${service}"${more}}`;
    const scanner = labels('compliance-scanner');
    for (const line of [
      ...[`ComplianceScore${scanner}`, `ViolationsCount${scanner}`],
      ...['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'].map(
        (severity) => `FindingsBySeverity${labels('compliance-scanner', `,Severity="${severity}"`)}`,
      ),
      ...['TotalVulnerabilities', 'CriticalVulnerabilities', 'PatchableVulnerabilities'].map(
        (name) => `${name}${labels('vulnerability-scanner')}`,
      ),
      `Failures${labels('vulnerability-scanner', ',FailureType="denied"')}`,
      `Failures${labels('patch-installation', ',FailureType="HealthValidationFailed"')}`,
      `Failures${labels('patch-approval-workflow', ',FailureType="ScanFailed"')}`,
    ])
      expect(body).toMatch(new RegExp(`^${line.replace(/[{}]/g, '\\$&')} \\d`, 'm'));
  });
});
