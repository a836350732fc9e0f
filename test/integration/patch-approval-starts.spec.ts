import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { vulnerabilitiesDetected } from '../../src/modules/scanning/index.js';
import { PatchApprovalStarts } from '../../src/modules/patching/patch-approval-starts.service.js';
import { Database } from '../../src/platform/database/index.js';
import { Outbox } from '../../src/platform/outbox/index.js';
import { eventually } from '../support/app.js';
import { patch } from '../support/patch-answers.js';
import { startPatchApp, type PatchApp } from '../support/patch-approvals.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

withEmulator('who starts patch-approval, and by what policy (needs MOTO_URL)', () => {
  let patching: PatchApp;

  beforeAll(async () => {
    patching = await startPatchApp(MOTO_URL ?? '');
  });
  afterAll(async () => patching?.close());
  afterEach(() => patching.savePolicy({ startOnCritical: false }));

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
  it('is started by a scan that has seen critical vulnerabilities: once, for nobody in person, without another scan', async () => {
    twoKinds();
    await patching.savePolicy({});
    const { scanId } = await patching.on.must<{ scanId: string }>('POST', '/scans/vulnerabilities?wait=60', {
      scanType: 'patches',
    });
    const started = await eventually(async () =>
      (await patching.executions()).find(({ input }) => input.includes(scanId)),
    );
    expect(started).toMatchObject({ requested_by: 'compliance-shepherd', workflow_type: 'patch-approval' });
    const question = await patching.asked(started.id);
    expect(question.requestedBy).toBe('compliance-shepherd');
    const scans = await patching.on.get<{ items: { scanId: string }[] }>('/scans?limit=1');
    expect(scans.items[0]?.scanId).toBe(scanId);

    const { metadata } = JSON.parse(started.input) as { metadata: { factId: string } };
    await patching.on.app.app.get(PatchApprovalStarts, { strict: false }).onCritical({
      ...{ id: metadata.factId, tenantId: 'acme', key: scanId, createdAt: new Date() },
      payload: payloadIn(started.input),
    });
    expect((await patching.executions()).filter(({ input }) => input.includes(scanId))).toHaveLength(1);
    expect((await patching.decide(question.id, 'approve', patching.on.keys.admin)).status).toBe(200);
  });

  it('is not started by the scan that it has made itself', async () => {
    lacking({ 'i-1': [patch('kernel', 'Critical', 'CVE-2026-1000')] });
    await patching.savePolicy({ autoApproveCritical: true });
    const before = (await patching.executions()).length;
    const { executionArn } = await patching.start();
    await patching.output(executionArn);
    await eventually(() => patching.on.isIdle());
    expect(await patching.executions()).toHaveLength(before + 1);

    // nor by a rule of EventBridge that hands it the event of that scan
    const [scan] = await patching.on.app.database.query<{ correlation_id: string; ended_at: Date }>(
      'SELECT correlation_id, ended_at FROM scans ORDER BY id DESC LIMIT 1',
    );
    const event = {
      'detail-type': 'Critical Vulnerabilities Detected',
      detail: {
        correlation_id: scan?.correlation_id,
        timestamp: scan?.ended_at.toISOString(),
        critical_count: 1,
      },
    };
    const second = await patching.start(event);
    expect(await patching.output(second.executionArn)).toMatchObject({
      ...{ status: 'already_handled', correlation_id: scan?.correlation_id },
    });
  });

  it('is not started for facts without critical ones', async () => {
    await patching.savePolicy({});
    const before = (await patching.executions()).length;
    const { app } = patching.on.app;
    const payload = {
      ...{ scanId: 'scan_x', correlationId: 'c', environment: 'dev', timestamp: '2026-11-23T10:00:00.000Z' },
      ...{ totalVulnerabilities: 3, criticalCount: 0, highCount: 3, patchableCount: 0, patchesCount: 0 },
    };
    await app
      .get(Database)
      .withTenant('acme', (tx) =>
        app.get(Outbox).write(tx, 'acme', vulnerabilitiesDetected, [{ key: 'k', payload }]),
      );
    await eventually(() => patching.on.isIdle());
    expect(await patching.executions()).toHaveLength(before);
  });

  it('has a policy that admins set, and a list of what was approved', async () => {
    const request = patching.on.app.request.bind(patching.on.app);
    const { viewer, approver, admin } = patching.on.keys;
    expect((await request('PUT', '/patching/policy', { key: approver, body: {} })).status).toBe(403);
    const bad = { autoApproveSeverities: ['critical'] };
    expect((await request('PUT', '/patching/policy', { key: admin, body: bad })).status).toBe(400);
    const saved = await request('PUT', '/patching/policy', {
      key: admin,
      body: { approvalExpiresInHours: 5 },
    });
    expect(saved.body).toMatchObject({
      ...{ autoApproveCritical: false, autoApproveSeverities: [], excludedPatches: [] },
      ...{ installAfterApproval: false, approvalExpiresInHours: 5, startOnCritical: true },
      ...{ savedBy: 'admin@acme.test', tenantId: 'acme' },
    });
    expect((await request('GET', '/patching/policy', { key: viewer })).body).toEqual(saved.body);
    const list = await request<{ items: { id: string }[]; nextCursor: string }>(
      'GET',
      '/patching/approvals?limit=1',
      {
        key: viewer,
      },
    );
    const [first] = list.body.items;
    const next = await request<{ items: { id: string }[] }>(
      'GET',
      `/patching/approvals?limit=1&cursor=${list.body.nextCursor}`,
      { key: viewer },
    );
    expect(next.body.items[0]?.id).not.toBe(first?.id);
    const one = await request<{ patches: object[] }>('GET', `/patching/approvals/${first?.id ?? ''}`, {
      key: viewer,
    });
    expect(one.body.patches[0]).toMatchObject({ patchId: 'kernel', cveIds: ['CVE-2026-1000'] });
    expect((await request('GET', '/patching/approvals/papr_none', { key: viewer })).status).toBe(404);
  });

  it.each([
    [{ correlation_id: 5 }, 'parameters.correlation_id'],
    [{ detail: { critical_count: -1 } }, 'parameters.detail.critical_count'],
    [{ criticalCount: 1 }, 'parameters.criticalCount'],
  ])('refuses %j', async (parameters, path) => {
    const { status, body } = await patching.workflows.ask('POST', '/start', {
      ...{ workflowType: 'patch-approval', parameters },
    });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(path)]);
  });
});

/** The fact again, as it was told. */
function payloadIn(input: string) {
  const { parameters } = JSON.parse(input) as {
    parameters: {
      correlation_id: string;
      scanId: string;
      detail: { vulnerability_count: number; critical_count: number; high_count: number; timestamp: string };
    };
  };
  const { detail, scanId, correlation_id: correlationId } = parameters;
  return {
    ...{ scanId, correlationId, environment: 'dev', timestamp: detail.timestamp },
    ...{ totalVulnerabilities: detail.vulnerability_count, criticalCount: detail.critical_count },
    ...{ highCount: detail.high_count, patchableCount: 0, patchesCount: 0 },
  };
}
