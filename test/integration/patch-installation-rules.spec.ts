import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PatchInstallationTask } from '../../src/modules/patching/patch-installation.task.js';
import type { TaskContext } from '../../src/platform/tasks/index.js';
import { eventually } from '../support/app.js';
import {
  ACCOUNT,
  approved,
  CLEAN,
  PATCH,
  REGION,
  startPatchingApp,
  type PatchingApp,
} from '../support/patching-app.js';

describe('rules of patching', () => {
  let on: PatchingApp;
  let named = 0;

  beforeAll(async () => {
    on = await startPatchingApp();
  }, 60_000);
  afterAll(() => on?.close());
  afterEach(async () => {
    on.aws.onCall = () => undefined;
    await on.app.database.query('DELETE FROM kill_switches');
    await on.guard({ enabled: true, approval: { always: false } });
  });

  const add = (count = 1): string[] =>
    Array.from({ length: count }, () => {
      const id = `i-${String((named += 1)).padStart(8, '0')}`;
      on.aws.add(id, CLEAN);
      return id;
    });
  const callsOf = (ids: readonly string[]) =>
    on.aws.calls.filter((call) => ids.some((id) => call.endsWith(id)));
  const engage = () =>
    on.ask('PUT', '/remediations/kill-switch', { engaged: true, reason: 'something is wrong' });

  it('enters no account in which nothing may be changed', async () => {
    await on.guard({ enabled: false });
    const ids = add();
    const done = await on.run(ids);
    expect(done).toMatchObject({ status: 'refused', batches: [] });
    expect(done.refused[0]?.reason).toContain('Changes are not allowed in the account');
    await on.guard({ enabled: true, allowedFixes: ['s3_bucket_level_public_access_block'] });
    const other = await on.run(ids);
    expect(other.refused[0]?.reason).toContain('patch-installation is not among those that are allowed');
    expect(callsOf(ids)).toEqual([]);
  });

  it('leaves out instances that are exempt by a tag', async () => {
    await on.guard({ enabled: true, approval: { always: false }, exemptTags: [{ key: 'frozen' }] });
    const [frozen = '', free = ''] = add(2);
    on.aws.change(frozen, { tags: { frozen: 'yes' } });
    const done = await on.run([frozen, free]);
    expect(done.refused).toEqual([
      expect.objectContaining({ instanceId: frozen, reason: expect.stringContaining('frozen=yes') }),
    ]);
    expect(on.aws.disk(free)[PATCH]).toBe('Installed');
    expect(callsOf([frozen])).toEqual([]);
  });

  it('leaves out an instance that was taken out by a tag after it was planned', async () => {
    await on.guard({ enabled: true, approval: { always: false }, exemptTags: [{ key: 'frozen' }] });
    const [frozen = '', free = ''] = add(2);
    let looks = 0;
    const look = on.aws.instances.bind(on.aws);
    on.aws.instances = async (place, ids) => {
      looks += 1;
      if (looks === 2) on.aws.change(frozen, { tags: { frozen: 'yes' } });
      return look(place, ids);
    };
    try {
      const done = await on.run([frozen, free], { batchSize: 2, maxConcurrent: 1 });
      expect(done.refused).toEqual([
        expect.objectContaining({ instanceId: frozen, reason: expect.stringContaining('frozen=yes') }),
      ]);
      expect(on.aws.disk(free)[PATCH]).toBe('Installed');
      expect(callsOf([frozen])).toEqual([]);
    } finally {
      on.aws.instances = look;
    }
  });

  it('stops between two calls at the kill switch, and takes nothing back either', async () => {
    const ids = add(2);
    let pulled: Promise<unknown> | undefined;
    const [first = ''] = ids;
    const snapshot = on.aws.readiness.bind(on.aws);
    // the snapshot is not ready before the switch is pulled
    on.aws.readiness = async (place, kept) => {
      await (pulled ??= engage());
      return snapshot(place, kept);
    };
    try {
      const done = await on.run(ids, { batchSize: 1 });
      expect(done.status).toBe('stopped');
      expect(done.batches.map(({ status }) => status)).toEqual(['stopped', 'not_started']);
      expect(callsOf(ids)).toEqual([`send AWS-RunPatchBaseline Scan ${first}`, `snapshot ${first}`]);
      expect(on.aws.disk(first)).toEqual(CLEAN);
    } finally {
      on.aws.readiness = snapshot;
    }
  });

  it('begins nothing while the kill switch is engaged', async () => {
    await engage();
    const ids = add(2);
    const done = await on.run(ids, { batchSize: 1 });
    expect(done.status).toBe('stopped');
    expect(done.batches.map(({ status }) => status)).toEqual(['not_started', 'not_started']);
    expect(callsOf(ids)).toEqual([]);
  });

  it('ends with its execution, however that ends', async () => {
    const ids = add(2);
    let stopped: Promise<unknown> | undefined;
    const look = on.aws.readiness.bind(on.aws);
    on.aws.readiness = async () => {
      stopped ??= Promise.resolve();
      return 'pending';
    };
    try {
      const { body } = await on.ask<{ result: { executionArn: string; executionId: string } }>(
        'POST',
        '/workflows/start',
        {
          workflowType: 'patch-installation',
          parameters: { approved_patches: ids.map((id) => approved(id)), batchSize: 1 },
        },
      );
      const { executionArn, executionId } = body.result;
      await eventually(async () => stopped !== undefined);
      const { status } = await on.ask('PUT', `/workflows/${executionArn}/stop`, {});
      expect(status).toBe(200);
      const done = await eventually(async () => {
        const now = await on.installation(executionId);
        return now?.status !== 'running' && now;
      });
      expect(done.status).toBe('failed');
      expect(done.batches.map((batch) => batch.status)).toEqual(['rollback_failed', 'not_started']);
      on.aws.readiness = look;
      expect((await on.run([ids[0] ?? ''])).status).toBe('completed');
    } finally {
      on.aws.readiness = look;
    }
  });

  it('begins in the maintenance window and not before', async () => {
    const ids = add();
    const soon = new Date(Date.now() + 6 * 3_600_000);
    const day = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[soon.getUTCDay()] ?? 'sun';
    const from = `${String(soon.getUTCHours()).padStart(2, '0')}:00`;
    const to = `${String(soon.getUTCHours()).padStart(2, '0')}:30`;
    const executionId = await on.start(ids, {
      maintenanceWindow: { timezone: 'UTC', days: [day], from, to },
    });
    await eventually(async () => {
      const waiting =
        "SELECT 1 FROM execution_history WHERE execution_id = $1 AND events LIKE '%UntilWindowOpens%'";
      return (await on.app.database.query(waiting, [executionId])).length > 0;
    });
    expect((await on.installation(executionId))?.batches[0]?.status).toBe('pending');
    expect(callsOf(ids)).toEqual([]);
  });

  describe('approval', () => {
    const asked = (executionId: string) =>
      eventually(async () => {
        const { body } = await on.ask<{ items: { id: string; level: number }[] }>(
          'GET',
          `/approvals?executionId=${executionId}`,
        );
        return body.items[0];
      });

    it('is asked for where guardrails want it and nobody has given it, and nothing is done before', async () => {
      await on.guard({ enabled: true, approval: { always: true, levels: 2 } });
      const ids = add();
      const executionId = await on.start(ids);
      const first = await asked(executionId);
      expect(first.level).toBe(1);
      const decide = (id: string, key: string) => on.ask('POST', `/approvals/${id}/approve`, {}, key);
      expect((await decide(first.id, on.keys.operator)).status).toBe(403);
      expect((await decide(first.id, on.keys.approver)).status).toBe(200);
      // approvers, then admins too
      const second = await eventually(async () => {
        const now = await asked(executionId);
        return now.id !== first.id && now;
      });
      expect(second.level).toBe(2);
      expect(callsOf(ids)).toEqual([]);
      expect((await decide(second.id, on.keys.approver)).status).toBe(403);
      expect((await decide(second.id, on.keys.admin)).status).toBe(200);
      const done = await on.ended(executionId);
      expect([done.status, done.approval]).toEqual([
        'completed',
        expect.objectContaining({ decision: 'approved', decidedBy: expect.anything() }),
      ]);
    });

    it('that is refused ends it, and nothing was done', async () => {
      await on.guard({ enabled: true, approval: { always: true } });
      const ids = add();
      const executionId = await on.start(ids);
      const { id } = await asked(executionId);
      await on.ask('POST', `/approvals/${id}/reject`, {}, on.keys.approver);
      const done = await on.ended(executionId);
      expect([done.status, done.reason]).toEqual(['refused', 'It was not approved']);
      expect(callsOf(ids)).toEqual([]);
    });

    /** The approval of patches has let them through. */
    const approve = (id: string) =>
      on.app.database.query(
        `INSERT INTO patch_approvals (id, tenant_id, execution_id, kind, by, status, correlation_id,
           vulnerability_count, patch_count, instance_count, patches)
         VALUES ($1, 'acme', $1, 'standard', 'people', 'approved', 'c', 1, 1, 1, $2)`,
        [
          `papr_${id}`,
          JSON.stringify([{ patchId: PATCH, instanceId: id, accountId: ACCOUNT, region: REGION }]),
        ],
      );

    it.each<[string, object, object]>([
      ['an account that wants two levels', { levels: 2 }, {}],
      ['an account that wants two people', { quorum: 2 }, {}],
      ['a command that an operator has written', {}, { healthCheck: { ssmCommand: 'rm -rf /srv' } }],
      ['a list that stands for the baseline', {}, { installOverrideList: 's3://some-bucket/list' }],
      ['an installation without a way back', {}, { snapshot: 'none' }],
      ['one that is not taken back', {}, { rollback: false }],
    ])('of patches does not do for %s: people are asked, and see it', async (_what, approval, options) => {
      await on.guard({ enabled: true, approval: { always: true, ...approval } });
      const [id = ''] = add();
      await approve(id);
      const executionId = await on.start([id], options);
      const { id: approvalId } = await asked(executionId);
      const { body } = await on.ask('GET', `/approvals/${approvalId}`);
      expect(body).toMatchObject({ details: { options, patches: [{ patchId: PATCH, instanceId: id }] } });
      expect(callsOf([id])).toEqual([]);
    });

    it('cannot be passed over by a schedule or another definition that names the tasks', async () => {
      await on.guard({ enabled: true, approval: { always: true } });
      const ids = add();
      const executionId = await on.start(ids);
      const { id: approvalId } = await asked(executionId);
      const batchId = (await on.installation(executionId))?.batches[0]?.id ?? '';
      const other = await on.start(add());
      const act = (action: 'window' | 'snapshot' | 'install', execution?: { id: string; taskId: string }) =>
        on.app.app.get(PatchInstallationTask, { strict: false }).run({ action, batchId }, {
          ...{ tenantId: 'acme', idempotencyKey: 'test', heartbeat: () => Promise.resolve() },
          ...{ signal: new AbortController().signal, execution },
        } as TaskContext);
      const refused = { error: 'PRECONDITION_FAILED' };
      for (const action of ['window', 'snapshot', 'install'] as const) {
        await expect(act(action)).rejects.toMatchObject(refused);
        await expect(act(action, { id: other, taskId: 't' })).rejects.toMatchObject(refused);
      }
      const own = { id: executionId, taskId: 't' };
      await expect(act('snapshot', own)).rejects.toMatchObject(refused);
      await expect(act('install', own)).rejects.toMatchObject(refused);
      expect(await act('window', own)).toMatchObject({ go: 'never', status: 'not_started' });
      expect((await on.batch(batchId)).reason).toBe('Nobody has approved it');
      // and a yes that comes afterwards brings nothing back
      await on.ask('POST', `/approvals/${approvalId}/approve`, {}, on.keys.approver);
      expect((await on.ended(executionId)).status).toBe('failed');
      expect(callsOf(ids)).toEqual([]);
    });

    it('that the approval of patches has given is not asked for again', async () => {
      await on.guard({ enabled: true, approval: { always: true } });
      const [id = ''] = add();
      await approve(id);
      const done = await on.run([id]);
      expect([done.status, done.approval]).toEqual(['completed', null]);
      // of another tenant it counts for nothing, nor does one of another patch
      const [other = ''] = add();
      const executionId = await on.start([other]);
      await asked(executionId);
      expect(callsOf([other])).toEqual([]);
    });
  });
});
