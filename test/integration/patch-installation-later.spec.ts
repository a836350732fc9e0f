import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import {
  ACCOUNT,
  CLEAN,
  PATCH,
  REGION,
  startPatchingApp,
  type PatchingApp,
  type ShownBatch,
} from '../support/patching-app.js';

describe('patching afterwards', () => {
  let on: PatchingApp;
  let named = 0;

  beforeAll(async () => {
    on = await startPatchingApp();
  }, 60_000);
  afterAll(() => on?.close());
  afterEach(() => on.app.database.query('DELETE FROM kill_switches'));

  const add = (count = 1): string[] =>
    Array.from({ length: count }, () => {
      const id = `i-${String((named += 1)).padStart(8, '0')}`;
      on.aws.add(id, CLEAN);
      return id;
    });
  const engage = () =>
    on.ask('PUT', '/remediations/kill-switch', { engaged: true, reason: 'something is wrong' });

  describe('taking a batch back later', () => {
    const patched = async () => {
      const [id = ''] = add();
      const done = await on.run([id]);
      return { id, batchId: done.batches[0]?.id ?? '' };
    };
    const ask = (batchId: string, key = on.keys.approver) =>
      on.ask<{ error: string }>('POST', `/patching/batches/${batchId}/rollback`, { reason: 'slow' }, key);
    const over = (batchId: string): Promise<ShownBatch> =>
      eventually(async () => {
        const batch = await on.batch(batchId);
        return batch.status !== 'rolling_back' && batch;
      });

    it('brings back what was there, and is for approvers', async () => {
      const { id, batchId } = await patched();
      expect((await ask(batchId, on.keys.operator)).status).toBe(403);
      expect((await ask(batchId)).status).toBe(202);
      const batch = await over(batchId);
      expect(batch).toMatchObject({ status: 'rolled_back', reason: 'Taken back as asked' });
      expect(on.aws.disk(id)).toEqual(CLEAN);
      expect((await ask(batchId)).status).toBe(409);
      const { body } = await on.ask<{ items: { action: string; actor: string }[] }>(
        'GET',
        `/audit-log?targetId=${batchId}`,
        undefined,
        on.keys.admin,
      );
      expect(body.items).toMatchObject([
        { action: 'patch_batch.rollback_asked', actor: 'approver@acme.test' },
      ]);
    });

    it('says so where it did not bring back what was there, and can be asked for again', async () => {
      const { id, batchId } = await patched();
      on.aws.replacesRoot = false;
      await ask(batchId);
      expect((await over(batchId)).status).toBe('rollback_failed');
      on.aws.replacesRoot = true;
      expect((await ask(batchId)).status).toBe(202);
      expect((await over(batchId)).status).toBe('rolled_back');
      expect(on.aws.disk(id)).toEqual(CLEAN);
    });

    it.each<[string, (id: string) => void | Promise<unknown>]>([
      ['was replaced since', (id) => on.aws.change(id, { rootVolumeId: 'vol-other' })],
      ['is gone', () => on.aws.dropSnapshots()],
      ['is stopped: it must run', (id) => on.aws.change(id, { state: 'stopped' })],
      ['The kill switch is engaged', () => engage()],
      [
        'Other patches were installed',
        async (id) => {
          on.aws.add(id, CLEAN);
          await on.run([id]);
        },
      ],
    ])('is refused: %s', async (reason, spoil) => {
      const { id, batchId } = await patched();
      await spoil(id);
      const { status, body } = await ask(batchId);
      expect([status, body.error]).toEqual([409, expect.stringContaining(reason)]);
      expect(on.aws.countOf(`replace-root ${id}`)).toBe(0);
      expect((await on.batch(batchId)).status).toBe('succeeded');
    });
  });

  it('is refused where an installation that was planned before has come after it', async () => {
    const [id = ''] = add();
    const done = await on.run([id]);
    on.aws.add(id, CLEAN);
    const other = await on.run([id]);
    // that one had waited for people meanwhile: its rows are older than its work
    await on.app.database.query(
      `DELETE FROM patch_steps s USING patch_instances i
        WHERE i.id = s.patch_instance_id AND i.installation_id = $1`,
      [other.id],
    );
    await on.app.database.query(
      `UPDATE patch_instances SET id = 'pnod_00000000' WHERE installation_id = $1`,
      [other.id],
    );
    await on.app.database.query(
      `UPDATE patch_instances SET facts = jsonb_set(facts, '{rootVolumeId}', to_jsonb($2::text)) WHERE instance_id = $1`,
      [id, on.aws.rootVolume(id)],
    );
    const { status, body } = await on.ask<{ error: string }>(
      'POST',
      `/patching/batches/${done.batches[0]?.id ?? ''}/rollback`,
      {},
      on.keys.approver,
    );
    expect([status, body.error]).toEqual([409, expect.stringContaining('Other patches were installed')]);
  });

  it('shows nothing of it to another tenant', async () => {
    const others = await on.app.tenant('other');
    const done = await on.run(add());
    for (const path of [
      `/patching/installations/${done.id}`,
      `/patching/batches/${done.batches[0]?.id ?? ''}`,
    ])
      expect((await on.ask('GET', path, undefined, others.viewer)).status).toBe(404);
    const { body } = await on.ask('GET', '/patching/installations', undefined, others.viewer);
    expect(body).toEqual({ items: [], nextCursor: null });
  });

  it('tells how well instances are patched, by what was scanned last', async () => {
    const state = {
      ...{ installed: 40, missing: 2, failed: 0, pendingReboot: 1, operation: 'Scan' },
      operationAt: '2026-11-01T00:00:00.000Z',
    };
    for (const [instanceId, patchState] of [
      ['i-0aaaaaaa', state],
      ['i-0bbbbbbb', null],
    ] as const)
      await on.app.database.query(
        `INSERT INTO resources (tenant_id, arn, account_id, region, service, type, name, configuration, hash,
           first_seen_at, last_seen_at, changed_at)
         VALUES ('acme', $1, $2, $3, 'ssm', 'AWS::SSM::ManagedInstance', $4, $5, 'h', now(), now(), now())`,
        [
          `arn:aws:ssm:${REGION}:${ACCOUNT}:managed-instance/${instanceId}`,
          ...[ACCOUNT, REGION, instanceId],
          JSON.stringify({ id: instanceId, platformName: 'Amazon Linux', pingStatus: 'Online', patchState }),
        ],
      );
    await on.app.database.query(
      `INSERT INTO vulnerabilities (id, tenant_id, account_id, region, external_id, provider, vulnerability_id,
         resource_arn, resource_type, instance_id, title, severity, status, patches, patchable, first_seen_at,
         updated_at, last_seen_at, scan_id)
       SELECT 'vul_' || n, 'acme', $1, $2, 'e' || n, 'ssm', 'CVE-2026-' || n, 'arn', 't', 'i-0aaaaaaa', 't', 'critical',
              'open', $3, true, now(), now(), now(), 's' FROM generate_series(1, 2) AS n`,
      [ACCOUNT, REGION, JSON.stringify([{ patchId: PATCH, severity: 'critical', state: 'missing' }])],
    );
    const { body } = await on.ask<{ items: object[] }>(
      'GET',
      `/patching/compliance?accountId=${ACCOUNT}&limit=1`,
    );
    expect(body).toMatchObject({
      items: [
        {
          ...{ instanceId: 'i-0aaaaaaa', status: 'non_compliant', installed: 40, missing: 2, failed: 0 },
          // one patch, though it closes two
          ...{ pendingReboot: 1, missingBySeverity: { critical: 1 }, lastScanAt: state.operationAt },
        },
      ],
      nextCursor: expect.any(String),
    });
    const { nextCursor } = body as unknown as { nextCursor: string };
    const rest = await on.ask('GET', `/patching/compliance?limit=1&cursor=${nextCursor}`);
    expect(rest.body).toMatchObject({
      items: [{ instanceId: 'i-0bbbbbbb', status: 'unknown', missing: null }],
      nextCursor: null,
    });
  });
});
