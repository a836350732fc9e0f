import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import type { z } from 'zod';
import { patchInstalled } from '../../src/modules/events/index.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { eventually } from '../support/app.js';
import { ACCOUNT, CLEAN, PATCH, startPatchingApp, type PatchingApp } from '../support/patching-app.js';

type Told = z.output<typeof patchInstalled.schema>;

@Injectable()
class Heard {
  readonly facts: Told[] = [];

  @Subscribes(patchInstalled, 'test-patching')
  async installed({ payload }: Fact<Told>): Promise<void> {
    this.facts.push(payload);
  }
}
@Module({ providers: [Heard] })
class HeardModule {}

const CHECK = { healthCheck: { ssmCommand: 'systemctl is-active web' } };

describe('patch installation', () => {
  let on: PatchingApp;
  let named = 0;

  beforeAll(async () => {
    on = await startPatchingApp([HeardModule]);
  }, 60_000);
  afterAll(() => on?.close());
  afterEach(() => {
    on.aws.replacesRoot = true;
    on.aws.onCall = () => undefined;
  });

  /** Instances with names of their own, in their order. */
  const add = (count: number, more: Parameters<PatchingApp['aws']['add']>[2] = {}): string[] =>
    Array.from({ length: count }, () => {
      const id = `i-${String((named += 1)).padStart(8, '0')}`;
      on.aws.add(id, CLEAN, more);
      return id;
    });
  const heard = (executionId: string) =>
    eventually(async () =>
      on.app.app.get(Heard, { strict: false }).facts.find((one) => one.executionId === executionId),
    );
  const statuses = ({ batches }: { batches: { status: string }[] }) => batches.map(({ status }) => status);

  it('installs batch by batch, and tells of it as specs/3 prints', async () => {
    const ids = add(4);
    const executionId = await on.start(ids, { batchSize: 2, ...CHECK });
    const done = await on.ended(executionId);
    expect(done).toMatchObject({
      status: 'completed',
      progress: { total: 2, succeeded: 2, successRate: 100 },
    });
    for (const id of ids) expect(on.aws.disk(id)[PATCH]).toBe('Installed');
    const { instances } = await on.batch(done.batches[0]?.id ?? '');
    expect(instances[0]).toMatchObject({
      ...{ status: 'patched', before: { approved: { [PATCH]: 'Missing' } } },
      ...{
        after: { approved: { [PATCH]: 'Installed' } },
        kept: { rootSnapshotId: expect.stringMatching(/^snap-/) },
      },
      health: { instance: 'ok', agent: 'Online', command: { ok: true }, patches: [] },
    });
    const [{ output }] = (await on.app.database.query<{ output: string }>(
      'SELECT output FROM executions WHERE id = $1',
      [executionId],
    )) as [{ output: string }];
    expect(JSON.parse(output)).toMatchObject({
      ...{
        status: 'completed',
        total_batches: 2,
        successful_batches: 2,
        failed_batches: 0,
        success_rate: 100,
      },
    });
    expect(await heard(executionId)).toMatchObject({
      ...{ totalBatches: 2, successfulBatches: 2, failedBatches: 0, successRate: 100, environment: 'dev' },
    });
  });

  describe('where the health check of batch 2 of 4 fails', () => {
    const run = async (replacesRoot: boolean) => {
      on.aws.replacesRoot = replacesRoot;
      const ids = add(4);
      on.aws.change(ids[1] ?? '', { brokenBy: PATCH });
      const disks = ids.map((id) => on.aws.disk(id));
      const roots = ids.map((id) => on.aws.rootVolume(id));
      const executionId = await on.start(ids, { batchSize: 1, ...CHECK });
      return { ids, disks, roots, executionId, done: await on.ended(executionId) };
    };

    it('takes back batch 2, leaves batch 1, and never begins 3 and 4', async () => {
      const { ids, disks, roots, executionId, done } = await run(true);
      expect(statuses(done)).toEqual(['succeeded', 'rolled_back', 'not_started', 'not_started']);
      expect(done.status).toBe('failed');
      // by what is on the disks
      expect(on.aws.disk(ids[0] ?? '')[PATCH]).toBe('Installed');
      expect(on.aws.disk(ids[1] ?? '')).toEqual(disks[1]);
      expect(on.aws.rootVolume(ids[1] ?? '')).not.toBe(roots[1]);
      expect(on.aws.disk(ids[2] ?? '')).toEqual(disks[2]);
      for (const id of ids.slice(2)) expect(on.aws.calls.filter((call) => call.endsWith(id))).toEqual([]);
      const { instances, reason } = await on.batch(done.batches[1]?.id ?? '');
      expect(reason).toContain(`broken by ${PATCH}`);
      expect(instances[0]).toMatchObject({
        ...{ status: 'rolled_back', after: { approved: { [PATCH]: 'Installed' } } },
        restored: { differences: [], rootVolumeId: on.aws.rootVolume(ids[1] ?? '') },
      });
      expect(await heard(executionId)).toMatchObject({
        ...{ totalBatches: 4, successfulBatches: 1, failedBatches: 1, successRate: 25 },
      });
    });

    it('does not call it taken back where the root volume was not really replaced', async () => {
      const { ids, disks, done } = await run(false);
      expect(on.aws.disk(ids[1] ?? '')).not.toEqual(disks[1]);
      expect(statuses(done)).toEqual(['succeeded', 'rollback_failed', 'not_started', 'not_started']);
      const { instances } = await on.batch(done.batches[1]?.id ?? '');
      expect(instances[0]?.restored?.differences).toEqual([`${PATCH} is there, and was not before`]);
    });

    it('counts the failure by what was being done', async () => {
      const { body } = await on.app.request<string>('GET', '/metrics');
      const line = body
        .split('\n')
        .find((one) => one.startsWith('Failures{') && one.includes('HealthValidationFailed'));
      expect(line).toMatch(/Environment="dev".*Service="patch-installation"/);
    });
  });

  it('goes on with later batches as long as no more fail than may', async () => {
    const ids = add(3);
    on.aws.change(ids[0] ?? '', { brokenBy: PATCH });
    const done = await on.run(ids, { batchSize: 1, maxFailedBatches: 1, ...CHECK });
    expect(statuses(done)).toEqual(['rolled_back', 'succeeded', 'succeeded']);
    expect(done.status).toBe('completed_with_failures');
  });

  it('takes back each instance of a failed batch that was touched', async () => {
    const ids = add(3);
    on.aws.change(ids[1] ?? '', { brokenBy: PATCH });
    const done = await on.run(ids, { batchSize: 2, ...CHECK });
    expect(statuses(done)).toEqual(['rolled_back', 'not_started']);
    for (const id of ids.slice(0, 2)) expect(on.aws.disk(id)).toEqual(CLEAN);
  });

  it('keeps images instead of snapshots, and comes back from them', async () => {
    const [id = ''] = add(1, { brokenBy: PATCH });
    const done = await on.run([id], { snapshot: 'ami', ...CHECK });
    expect(statuses(done)).toEqual(['rolled_back']);
    expect(on.aws.countOf(`image ${id}`)).toBe(1);
    expect(on.aws.disk(id)).toEqual(CLEAN);
  });

  it('leaves a failed batch as it is where nobody wants it taken back', async () => {
    const [id = ''] = add(1, { brokenBy: PATCH });
    const done = await on.run([id], { rollback: false, ...CHECK });
    expect(statuses(done)).toEqual(['failed']);
    expect(on.aws.disk(id)[PATCH]).toBe('Installed');
    expect(on.aws.countOf(`replace-root ${id}`)).toBe(0);
  });

  it('takes one zone at a time and one instance of a group at a time', async () => {
    const web = add(2, { tags: { 'aws:autoscaling:groupName': 'web' } });
    const other = add(2, { zone: 'eu-west-1b', targetGroups: ['api'] });
    const { body } = await on.ask<{
      batches: { zone: string; instances: { instanceId: string; notes: string[] }[] }[];
    }>('POST', '/patching/installations/plan', {
      approvedPatches: [...other, ...web].map((instanceId) => ({
        ...{ patchId: PATCH, instanceId, accountId: ACCOUNT, region: 'eu-west-1' },
      })),
      options: { batchSize: 10 },
    });
    expect(
      body.batches.map(({ zone, instances }) => [zone, ...instances.map((one) => one.instanceId)]),
    ).toEqual([...web.map((id) => ['eu-west-1a', id]), ...other.map((id) => ['eu-west-1b', id])]);
    expect(body.batches[0]?.instances[0]?.notes[0]).toContain('Auto Scaling group web');
    expect(on.aws.calls.some((call) => [...web, ...other].some((id) => call.endsWith(id)))).toBe(false);
  });

  it('leaves out what cannot be patched, with the reason, and installs on the others', async () => {
    const [good = '', stopped = ''] = add(2);
    on.aws.change(stopped, { state: 'stopped' });
    const done = await on.run([good, stopped, 'i-00000gone']);
    expect(statuses(done)).toEqual(['succeeded']);
    expect(done.refused).toEqual([
      expect.objectContaining({ instanceId: stopped, reason: `${stopped} is stopped` }),
      expect.objectContaining({
        instanceId: 'i-00000gone',
        reason: expect.stringContaining('not an EC2 instance'),
      }),
    ]);
  });

  it('does nothing to an instance that has its patches already', async () => {
    const [id = ''] = add(1);
    await on.run([id]);
    const before = on.aws.countOf('snapshot');
    const done = await on.run([id]);
    expect(statuses(done)).toEqual(['succeeded']);
    expect(on.aws.countOf('snapshot')).toBe(before);
    expect(on.aws.countOf(`send AWS-RunPatchBaseline Install ${id}`)).toBe(1);
  });

  it('takes the bare input that specs/3 prints as well', async () => {
    const [id = ''] = add(1);
    const started = await on.ask<{ result: { executionArn: string } }>('POST', '/workflows/start', {
      workflowType: 'patch-installation',
      parameters: {
        correlation_id: 'uuid-12345',
        approved_patches: [{ patchId: PATCH, instanceId: id, accountId: ACCOUNT, region: 'eu-west-1' }],
        settleSeconds: 0,
      },
    });
    expect(started.status).toBe(202);
    const fact = await eventually(async () =>
      on.app.app.get(Heard, { strict: false }).facts.find((one) => one.correlationId === 'uuid-12345'),
    );
    expect(fact).toMatchObject({ totalBatches: 1, successRate: 100 });
  });
});
