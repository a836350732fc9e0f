import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import { CLEAN, PATCH, startPatchingApp, type PatchingApp } from '../support/patching-app.js';

/** What AWS does by its own clock and lists late (IAM, eventual consistency) the fake does not do. */
describe('traps of patching', () => {
  let on: PatchingApp;
  let named = 0;

  beforeAll(async () => {
    on = await startPatchingApp();
  }, 60_000);
  afterAll(() => on?.close());
  afterEach(() => {
    on.aws.onCall = () => undefined;
  });

  const add = (
    behaviour: Parameters<PatchingApp['aws']['add']>[2] = {},
    disk: Record<string, string> = CLEAN,
  ): string => {
    const id = `i-${String((named += 1)).padStart(8, '0')}`;
    on.aws.add(id, disk, behaviour);
    return id;
  };
  const one = async (id: string, options: object = {}) => {
    const done = await on.run([id], options);
    const batch = await on.batch(done.batches[0]?.id ?? '');
    return { done, batch, instance: batch.instances[0] };
  };

  it('takes an instance for patched though Systems Manager says Failed after its restart', async () => {
    const { batch, instance } = await one(add({ failsAfterReboot: true }));
    expect(batch.status).toBe('succeeded');
    expect(instance?.notes).toContain('Systems Manager says of the installation: Failed');
  });

  it('does not take it for patched because Systems Manager says Success', async () => {
    const { batch, instance } = await one(add({ idle: true }));
    expect(batch.status).toBe('rolled_back');
    expect(instance?.health?.patches).toEqual([`${PATCH} is Missing`]);
  });

  const LAME = { ...CLEAN, 'lame.x86_64': 'Missing' };

  it('restarts an instance itself where a patch that failed has kept the others from it', async () => {
    const id = add({ failing: 'lame.x86_64' }, LAME);
    const { batch, instance } = await one(id);
    expect(batch.status).toBe('succeeded');
    expect(on.aws.countOf(`reboot ${id}`)).toBe(1);
    expect(on.aws.disk(id)).toMatchObject({ [PATCH]: 'Installed', 'lame.x86_64': 'Failed' });
    expect(instance?.after?.approved).toEqual({ [PATCH]: 'Installed' });
  });

  it('restarts nothing where nobody may, and takes what waits for a restart as far as it came', async () => {
    const id = add({ failing: 'lame.x86_64' }, LAME);
    const { batch, instance } = await one(id, { rebootOption: 'NoReboot' });
    expect(batch.status).toBe('succeeded');
    expect(on.aws.countOf(`reboot ${id}`)).toBe(0);
    expect(instance?.after?.approved).toEqual({ [PATCH]: 'InstalledPendingReboot' });
  });

  it('waits for an instance that comes back late', async () => {
    const { batch } = await one(add({ late: 60 }));
    expect(batch.status).toBe('succeeded');
  });

  it('does not wait for ever for one that never comes back, and says so where it cannot be taken back', async () => {
    const id = add({ late: 1_000_000_000 });
    const { pace } = on.aws;
    pace.backWithinMs = 300;
    try {
      const { batch, instance } = await one(id);
      expect(batch.reason).toContain(`${id} did not come back`);
      expect([batch.status, instance?.status]).toEqual(['rollback_failed', 'rollback_failed']);
    } finally {
      pace.backWithinMs = 5_000;
    }
  }, 60_000);

  it('asks again where AWS throttles, and sends nothing twice', async () => {
    const id = add();
    const throttled = ['ec2:CreateSnapshots', 'ssm:SendCommand', 'ssm:DescribeInstancePatches'];
    for (const operation of [...throttled, 'ec2:DescribeInstances']) on.aws.refuse(operation, 2);
    const { batch, instance } = await one(id);
    expect(batch.status).toBe('succeeded');
    expect(on.aws.countOf(`snapshot ${id}`)).toBe(1);
    expect(on.aws.countOf(`send AWS-RunPatchBaseline Install ${id}`)).toBe(1);
    expect(instance?.calls.find(({ name }) => name === 'snapshot')?.attempts).toBe(3);
  }, 60_000);

  it('does not take a batch back because looks are throttled', async () => {
    const id = add();
    on.aws.refuse('ssm:GetCommandInvocation', 40);
    const { batch } = await one(id);
    expect(batch.status).toBe('succeeded');
  });

  it('waits for a snapshot that AWS does not list yet', async () => {
    const id = add();
    const look = on.aws.readiness.bind(on.aws);
    const { pace } = on.aws;
    pace.visibleAfterMs = 1_000;
    let looks = 0;
    on.aws.readiness = async (place, kept) => ((looks += 1) < 3 ? 'gone' : look(place, kept));
    try {
      expect((await one(id)).batch.status).toBe('succeeded');
      expect(looks).toBeGreaterThan(3);
    } finally {
      on.aws.readiness = look;
      pace.visibleAfterMs = 2;
    }
  });

  it('takes nothing back from an instance that AWS would not have install', async () => {
    const id = add();
    const root = on.aws.rootVolume(id);
    on.aws.onCall = (call, when) => {
      if (call === `snapshot ${id}` && when === 'after')
        on.aws.refuse('ssm:SendCommand', 1, 'InvalidInstanceId');
    };
    const { batch } = await one(id);
    expect([batch.status, batch.reason]).toEqual([
      'failed',
      expect.stringContaining('Nothing was installed'),
    ]);
    expect(on.aws.rootVolume(id)).toBe(root);
  });

  it('leaves alone what AWS refused, and installs nothing where no snapshot could be made', async () => {
    const id = add();
    on.aws.refuse('ec2:CreateSnapshots', 1, 'AccessDenied');
    const { batch, instance } = await one(id);
    expect([batch.status, instance?.status]).toEqual(['failed', 'failed']);
    expect(batch.reason).toContain('ec2:CreateSnapshots: AccessDenied');
    expect(on.aws.countOf(`send AWS-RunPatchBaseline Install ${id}`)).toBe(0);
    expect(on.aws.countOf(`replace-root ${id}`)).toBe(0);
  });

  it.each<[string, (first: string) => string]>([
    ['an instance', (first) => first],
    ['a group', () => add({ tags: { 'shepherd:group': 'web' } })],
  ])(
    'waits with %s at which another installation is, also once that has failed there',
    async (_what, of) => {
      const first = add({ brokenBy: PATCH, tags: { 'shepherd:group': 'web' } });
      const last = add();
      const later = of(first);
      let waiting: Promise<string> | undefined;
      let callsThen = ['it did not wait'];
      const isWell = on.aws.isWell.bind(on.aws);
      // the first has failed its check by then, and the batch goes on with the last
      on.aws.isWell = async (place, id) => {
        if (id === last && waiting === undefined) {
          waiting = on.start([later]);
          const executionId = await waiting;
          await eventually(async () => {
            const shut = `SELECT 1 FROM execution_history WHERE execution_id = $1 AND events LIKE '%UntilWindowOpens%'`;
            return (await on.app.database.query(shut, [executionId])).length > 0;
          });
          callsThen = on.aws.calls.filter((call) => call === `snapshot ${later}`);
        }
        return isWell(place, id);
      };
      try {
        const options = { batchSize: 2, maxConcurrent: 1, healthCheck: { ssmCommand: 'true' } };
        const done = await on.run([first, last, add()], options);
        expect(done.batches[0]?.status).toBe('rolled_back');
        expect(callsThen).toEqual(later === first ? [`snapshot ${first}`] : []);
        const second = await on.ended((await waiting) ?? '');
        expect(second.batches[0]?.status).toBe('succeeded');
        expect(on.aws.disk(later)[PATCH]).toBe('Installed');
      } finally {
        on.aws.isWell = isWell;
      }
    },
    60_000,
  );
});
