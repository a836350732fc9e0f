import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PatchApprovalTasks } from '../../src/modules/patching/patch-approval-tasks.js';
import { PatchApprovals } from '../../src/modules/patching/patch-approval.service.js';
import type { TaskContext } from '../../src/platform/tasks/index.js';
import { HOME } from '../e2e/emulated-account.js';
import { eventually } from '../support/app.js';
import { patch } from '../support/patch-answers.js';
import { startPatchApp, type PatchApp } from '../support/patch-approvals.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

/** As specs/3 prints it. */
const PRINTED = {
  correlation_id: 'uuid-12345',
  'detail-type': 'Critical Vulnerabilities Detected',
  detail: { vulnerability_count: 15, critical_count: 3, high_count: 7 },
};

withEmulator('patch-approval (needs MOTO_URL)', () => {
  let patching: PatchApp;

  beforeAll(async () => {
    patching = await startPatchApp(MOTO_URL ?? '');
  });
  afterAll(async () => patching?.close());
  afterEach(async () => {
    // what a test leaves waiting would be under way for the next
    for (const { id, status } of await patching.executions())
      if (status === 'RUNNING')
        await patching.on.app.database.query(
          "UPDATE executions SET status = 'ABORTED', stopped_at = now() WHERE id = $1",
          [id],
        );
    patching.facts.length = 0;
    await patching.savePolicy({ startOnCritical: false });
  });

  const lacking = (nodes: Record<string, object[]>) => {
    patching.state.nodes = Object.fromEntries(
      Object.entries(nodes).map(([id, patches]) => [id, { patches }]),
    );
  };
  const twoKinds = () =>
    lacking({
      'i-1': [patch('kernel', 'Critical', 'CVE-2026-1000'), patch('zlib', 'Low', 'CVE-2026-2000')],
      'i-2': [patch('kernel', 'Critical', 'CVE-2026-1000'), patch('glibc', 'Important', 'CVE-2026-3000')],
    });
  const approvalsOf = async (executionId: string) =>
    (
      await patching.on.get<{ items: Record<string, unknown>[] }>(
        `/patching/approvals?executionId=${executionId}`,
      )
    ).items;
  const published = (count: number) =>
    eventually(async () => patching.facts.length >= count && patching.facts.map(({ payload }) => payload));

  it('asks people about critical patches first, and about the others when those are decided', async () => {
    twoKinds();
    const { executionArn, executionId } = await patching.start(PRINTED);
    const first = await patching.asked(executionId);
    expect(first).toMatchObject({
      ...{ title: 'Install 1 critical patches on 2 instances?', level: 1, requestedBy: 'operator@acme.test' },
      details: { correlationId: 'uuid-12345', patchCount: 1, instanceCount: 2, notShown: 0 },
    });
    const { accountId } = patching.on.account;
    expect(first.details['patches']).toEqual([
      {
        ...{ patchId: 'kernel', severity: 'critical', cveIds: ['CVE-2026-1000'], instanceCount: 2 },
        instances: ['i-1', 'i-2'].map((id) => `${accountId} ${HOME} ${id}`),
      },
    ]);
    expect(Date.parse(first.expiresAt)).toBeGreaterThan(Date.now() + 71 * 3_600_000);

    const { viewer, operator } = patching.on.keys;
    for (const key of [viewer, operator])
      expect((await patching.decide(first.id, 'approve', key)).status).toBe(403);
    expect(patching.facts).toEqual([]);
    expect((await patching.decide(first.id, 'approve')).status).toBe(200);
    expect(await published(1)).toEqual([
      {
        ...{ executionId, correlationId: 'uuid-12345', environment: 'dev', vulnerabilityCount: 4 },
        timestamp: expect.any(String),
        patchesApproved: ['i-1', 'i-2'].map((instanceId) => ({
          ...{ patchId: 'kernel', instanceId, accountId, region: HOME },
          ...{ severity: 'critical', cveIds: ['CVE-2026-1000'] },
        })),
      },
    ]);

    const second = await patching.asked(executionId, first.id);
    expect(second.title).toBe('Install 2 patches on 2 instances?');
    expect(second.details['patches']).toMatchObject([
      { patchId: 'glibc', severity: 'high' },
      { patchId: 'zlib' },
    ]);
    await patching.decide(second.id, 'reject');
    expect(await patching.output(executionArn)).toMatchObject({
      ...{ status: 'partially_approved', correlation_id: 'uuid-12345', environment: 'dev' },
      ...{ vulnerability_count: 4, patches_approved: 2, patches_rejected: 2, installations: [] },
      approvals: [
        { kind: 'critical', by: 'people', status: 'approved', decidedBy: ['approver@acme.test'] },
        { kind: 'standard', by: 'people', status: 'rejected', decidedBy: ['approver@acme.test'] },
      ],
    });
    expect(patching.facts).toHaveLength(1);
  });

  const nights = { timezone: 'Europe/Berlin', days: ['sat', 'sun'], from: '22:00', to: '04:00' };
  it('approves by the policy without asking, and starts the installation where it says so', async () => {
    twoKinds();
    await patching.savePolicy({
      ...{ startOnCritical: false, autoApproveCritical: true, autoApproveSeverities: ['high', 'low'] },
      ...{ excludedPatches: ['zli*'], installAfterApproval: true, maintenanceWindow: nights },
    });
    const { executionArn, executionId } = await patching.start();
    const output = await patching.output(executionArn);
    expect(output).toMatchObject({
      ...{ status: 'approved', patches_approved: 3, patches_rejected: 0 },
      approvals: [
        { kind: 'critical', by: 'policy', decidedBy: ['the patch policy, saved by admin@acme.test'] },
        { kind: 'standard', by: 'policy' },
      ],
      installations: [{ patchCount: 2, error: null }, { patchCount: 1 }],
    });
    const installs = (await patching.executions()).filter(
      (one) => one.workflow_type === 'patch-installation',
    );
    expect(installs.map(({ requested_by: by }) => by)).toEqual(['operator@acme.test', 'operator@acme.test']);
    const given = JSON.parse(installs[0]?.input ?? '{}') as { parameters: Record<string, unknown> };
    expect(given.parameters).toMatchObject({
      ...{ correlation_id: output['correlation_id'], maintenanceWindow: nights },
      approved_patches: [
        { patchId: 'kernel', instanceId: 'i-1', severity: 'critical', cveIds: ['CVE-2026-1000'] },
        { patchId: 'kernel', instanceId: 'i-2' },
      ],
    });
    const [standard] = await approvalsOf(executionId);
    expect(standard).toMatchObject({ kind: 'standard', patchCount: 1, installations: [{ patchCount: 1 }] });
    expect((await published(2)).map((one) => one.patchesApproved.length)).toEqual([2, 1]);

    // what is being installed is not approved anew
    const next = await patching.start();
    expect(await patching.output(next.executionArn)).toMatchObject({ status: 'nothing_to_approve' });
    expect(patching.facts).toHaveLength(2);
    const audit = await patching.on.app.database.query(
      "SELECT 1 FROM audit_log WHERE action = 'patch_approval.approved' AND target_id = $1",
      [standard?.['id']],
    );
    expect(audit).toHaveLength(1);
    const notes = await patching.on.app.database.query<{ what: string }>(
      "SELECT what FROM timeline WHERE kind = 'approval' AND arn LIKE '%instance/i-2'",
    );
    expect(notes.length).toBeGreaterThanOrEqual(2);
  });

  it('does not ask about what another execution asks about', async () => {
    lacking({ 'i-1': [patch('kernel', 'Critical', 'CVE-2026-1000')] });
    const first = await patching.start();
    const question = await patching.asked(first.executionId);
    lacking({
      'i-1': [patch('kernel', 'Critical', 'CVE-2026-1000'), patch('openssl', 'Critical', 'CVE-2026-9000')],
    });
    const second = await patching.start();
    const other = await patching.asked(second.executionId);
    expect(other.details['patches']).toMatchObject([{ patchId: 'openssl' }]);
    for (const { id } of [question, other]) await patching.decide(id, 'reject');
    expect(await patching.output(first.executionArn)).toMatchObject({
      status: 'rejected',
      patches_approved: 0,
    });
    expect(await patching.output(second.executionArn)).toMatchObject({ status: 'rejected' });
    expect(patching.facts).toEqual([]); // nothing approved, nothing told

    const third = await patching.start(); // what was rejected is asked again, by whoever starts it again
    expect((await patching.asked(third.executionId)).details['patchCount']).toBe(2);
  });

  it('says when it was that nobody could answer any more', async () => {
    lacking({ 'i-1': [patch('kernel', 'Critical', 'CVE-2026-1000')] });
    const { executionId } = await patching.start(PRINTED);
    await patching.asked(executionId);
    await patching.on.app.database.query(
      "UPDATE executions SET status = 'ABORTED', stopped_at = now() WHERE id = $1",
      [executionId],
    );
    const next = await patching.start(PRINTED);
    await patching.asked(next.executionId);
    const rows = (await approvalsOf(executionId)).filter((row) => row['status'] !== 'approved');
    expect(rows).not.toEqual([]);
    for (const row of rows) expect(row).toMatchObject({ status: 'abandoned', decidedAt: expect.any(String) });
  });

  it('goes by what people have said, and not by what a definition says of it', async () => {
    twoKinds();
    const { executionId } = await patching.start(PRINTED);
    const question = await patching.asked(executionId);
    const forged = { decision: 'approved' as const, decidedBy: ['boss@acme.test'], expired: false };
    for (const approvalId of ['apr_none', question.id])
      await expect(
        patching.on.app.app
          .get(PatchApprovalTasks, { strict: false })
          .run({ action: 'decide', kind: 'critical', decision: { ...forged, approvalId } }, {
            ...{ tenantId: 'acme', idempotencyKey: 'test', heartbeat: () => Promise.resolve() },
            ...{ signal: new AbortController().signal, execution: { id: executionId, taskId: 't' } },
          } as TaskContext),
      ).rejects.toMatchObject({ error: 'PRECONDITION_FAILED' });
    expect(await approvalsOf(executionId)).not.toContainEqual(
      expect.objectContaining({ status: 'approved' }),
    );
  });

  it('takes it as rejected when nobody has decided in time', async () => {
    lacking({ 'i-1': [patch('kernel', 'Critical', 'CVE-2026-1000')] });
    await patching.savePolicy({ startOnCritical: false, approvalExpiresInHours: 1 });
    const { executionArn, executionId } = await patching.start();
    const { id, expiresAt } = await patching.asked(executionId);
    expect(Date.parse(expiresAt)).toBeLessThan(Date.now() + 3_700_000);
    await patching.on.app.database.query(
      "UPDATE approvals SET expires_at = now() - interval '1 second' WHERE id = $1",
      [id],
    );
    await patching.on.app.request('POST', `/approvals/${id}/approve`, {
      key: patching.on.keys.approver,
      body: {},
    });
    expect(await patching.output(executionArn)).toMatchObject({
      ...{ status: 'rejected', patches_rejected: 1 },
      approvals: [{ status: 'expired', decidedBy: [] }],
    });
  }, 90_000);

  it('publishes once, however often it is done', async () => {
    lacking({ 'i-1': [patch('kernel', 'Critical', 'CVE-2026-1000')] });
    await patching.savePolicy({ startOnCritical: false, autoApproveCritical: true });
    const { executionArn, executionId } = await patching.start();
    await patching.output(executionArn);
    const actor = { tenantId: 'acme', owner: 'operator@acme.test', keyId: 'k' };
    const again = await patching.on.app.app
      .get(PatchApprovals, { strict: false })
      .publish(actor, executionId, {
        ...{ action: 'publish', request: { correlationId: 'c' } },
        scan: { scanId: 's', vulnerabilities_count: 1 },
      });
    expect(again).toMatchObject({ status: 'approved', patches_approved: 1 });
    await eventually(() => patching.on.isIdle());
    expect(patching.facts).toHaveLength(1);
  });

  it('says that there is nothing to approve, and tells nobody', async () => {
    lacking({});
    const { executionArn } = await patching.start();
    expect(await patching.output(executionArn)).toMatchObject({
      ...{ status: 'nothing_to_approve', patches_approved: 0, approvals: [] },
    });
    expect(patching.facts).toEqual([]);
  });

  it('fails where nothing can be read, and counts that', async () => {
    patching.on.proxy.rules = [{ match: { service: 'ssm' }, fault: 'deny' }];
    const { executionArn } = await patching.start();
    const { error } = await patching.workflows.until(executionArn, 'FAILED');
    patching.on.proxy.rules = [];
    expect(error).toBe('ScanFailed');
    expect((await patching.on.app.request<string>('GET', '/metrics')).body).toContain(
      'Failures{Environment="dev",Service="patch-approval-workflow",FailureType="ScanFailed"} 1',
    );
  });
});
