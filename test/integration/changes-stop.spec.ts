import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeTakenOver } from '../../src/modules/remediation/index.js';
import { HOME } from '../e2e/emulated-account.js';
import { closeBucket, forgetBucket, saveVolume } from '../support/changes-fixes.js';
import { startChanges, type ChangesWorld } from '../support/changes.js';

describe('a change that is stopped', () => {
  let on: ChangesWorld;
  let buckets = 0;

  beforeAll(async () => {
    on = await startChanges(process.env['MOTO_URL'] ?? '');
  });
  afterAll(() => on.close());
  afterEach(async () => {
    on.calm();
    await on.killSwitch(false);
  });

  const openBucket = async (fixId = closeBucket.id) => {
    buckets += 1;
    return { arn: await on.account.bucket(`change-stop-${on.account.accountId}-${buckets}`), fixId };
  };
  const engageAfter = (last: string) => {
    on.faults.after = async (operation) => {
      if (operation === last) await on.killSwitch(true);
    };
  };

  it('calls nothing more once the kill switch has fallen, and is taken back when it is released', async () => {
    const bucket = await openBucket();
    const before = await on.state(bucket);
    const [id, other] = [await on.add(bucket), await on.add(bucket)];
    engageAfter('PutBucketOwnershipControls');
    const stopped = await on.apply(id);
    expect(stopped).toMatchObject({ status: 'stopped', refusal: null });
    expect(stopped.reason).toBe('The kill switch is engaged by ops@test: a drill');
    expect(on.asked).toEqual(['PutBucketOwnershipControls']);
    expect(await on.callsOf(id)).toMatchObject([{ seq: 0, status: 'done' }]); // the second was never marked
    expect(await on.told(bucket.arn)).toMatchObject([{ what: 'stopped', calls: 1 }]);

    expect(await on.restore(id)).toMatchObject({ status: 'stopped', refusal: { kind: 'kill_switch' } });
    await on.killSwitch(false);
    expect(await on.apply(id)).toMatchObject({ status: 'stopped' });
    expect(await on.apply(other)).toMatchObject({ status: 'refused', verdict: { kind: 'busy' } });
    expect(on.asked).toHaveLength(1);
    expect(await on.restore(id)).toMatchObject({ status: 'restored' });
    expect(await on.state(bucket)).toEqual(before);
  });

  it('stays planned where the switch was engaged before its first call', async () => {
    const id = await on.add(await openBucket());
    await on.killSwitch(true);
    expect(await on.apply(id)).toMatchObject({ status: 'stopped', refusal: { kind: 'kill_switch' } });
    expect(await on.row(id)).toMatchObject({ status: 'planned', startedAt: null });
    expect(on.asked).toEqual([]);
    await on.killSwitch(false);
    expect(await on.apply(id)).toMatchObject({ status: 'verified' });
  });

  it('is stopped while it waits', async () => {
    const id = await on.add({ fixId: saveVolume.id, arn: await on.account.volume(HOME, 1) });
    on.faults.instead = (operation) =>
      operation === 'DescribeSnapshots' ? { Snapshots: [{ State: 'pending' }] } : undefined;
    engageAfter('DescribeSnapshots');
    expect(await on.apply(id)).toMatchObject({ status: 'stopped' });
    expect(on.asked).toEqual(['CreateSnapshot', 'DescribeSnapshots']);
  });

  it('is stopped on its way back too, and goes on from there', async () => {
    const bucket = await openBucket();
    const before = await on.state(bucket);
    const id = await on.add(bucket);
    await on.apply(id);
    on.calm();
    engageAfter('DeletePublicAccessBlock');
    expect(await on.restore(id)).toMatchObject({ status: 'stopped' });
    await on.killSwitch(false);
    delete on.faults.after;
    expect(await on.restore(id)).toMatchObject({ status: 'restored' });
    expect(on.asked).toEqual([
      ...['DeleteBucketOwnershipControls', 'DeletePublicAccessBlock', 'DeleteBucketTagging'],
    ]);
    expect(await on.state(bucket)).toEqual(before);
  });

  it('does not keep its resource for ever where it cannot be taken back', async () => {
    const bucket = await openBucket(forgetBucket.id);
    const id = await on.add(bucket);
    engageAfter('PutBucketOwnershipControls');
    await on.apply(id);
    await on.killSwitch(false);
    expect(await on.restore(id)).toMatchObject({ status: 'failed', refusal: { kind: 'irreversible' } });
    on.calm();
    const next = await on.add({ ...bucket, fixId: closeBucket.id });
    expect(await on.apply(next)).toMatchObject({ status: 'verified' });
  });

  it('ends with the signal, and goes on in another run', async () => {
    const id = await on.add(await openBucket());
    const stop = new AbortController();
    on.faults.after = (operation) => {
      if (operation === 'PutPublicAccessBlock') stop.abort(new Error('shutting down'));
    };
    const run = { signal: stop.signal, heartbeat: () => Promise.resolve() };
    await expect(on.changes.apply('default', id, run)).rejects.toThrow('shutting down');
    expect(await on.row(id)).toMatchObject({ status: 'applying' });
    expect(await on.apply(id)).toMatchObject({ status: 'verified' });
    expect(on.asked).toEqual(['PutBucketOwnershipControls', 'PutPublicAccessBlock', 'PutBucketTagging']);
  });
});

describe('two runs of one change', () => {
  let on: ChangesWorld;

  beforeAll(async () => {
    on = await startChanges(process.env['MOTO_URL'] ?? '');
  });
  afterAll(() => on.close());
  afterEach(() => on.calm());

  /** Applies a change by a run that hangs after `operation` was made, until it is let go. */
  const hanging = async (id: string, operation: string) => {
    let release = (): void => undefined;
    const held = new Promise<void>((done) => (release = done));
    const reached = new Promise<void>((arrived) => {
      on.faults.after = async (made) => {
        if (made !== operation) return;
        delete on.faults.after;
        arrived();
        await held;
      };
    });
    const slow = on.apply(id).then(
      () => undefined,
      (error: unknown) => error,
    );
    await reached;
    return { slow, release: () => release() };
  };
  const written = (id: string) =>
    on.test.database.query(
      `SELECT c.*, (SELECT jsonb_agg(k ORDER BY k.phase, k.seq) FROM change_calls k WHERE k.change_id = c.id) AS calls,
              (SELECT count(*)::int FROM timeline t WHERE t.arn = c.resource_arn) AS told FROM changes c WHERE id = $1`,
      [id],
    );

  it.each(['CreateSnapshot', 'DescribeSnapshots', 'CreateTags'])(
    'write nothing by the older one, which was slow after %s, and make nothing twice',
    async (operation) => {
      const wanted = { fixId: saveVolume.id, arn: await on.account.volume(HOME, 1) };
      const id = await on.add(wanted);
      const { slow, release } = await hanging(id, operation);
      expect(await on.apply(id)).toMatchObject({ status: 'verified', claim: 2 });
      const before = await written(id);
      const asked = on.asked.length;
      release();
      expect(await slow).toBeInstanceOf(ChangeTakenOver);
      expect(await written(id)).toEqual(before);
      expect(on.asked).toHaveLength(asked);
      expect(on.asked.filter((one) => one === 'CreateSnapshot')).toHaveLength(1);
    },
  );

  it('take back what the older one has made and not written down', async () => {
    const wanted = { fixId: saveVolume.id, arn: await on.account.volume(HOME, 1) };
    const before = await on.state(wanted);
    const id = await on.add(wanted);
    const { slow, release } = await hanging(id, 'CreateSnapshot');
    expect(await on.restore(id)).toMatchObject({ status: 'restored' });
    release();
    expect(await slow).toBeInstanceOf(ChangeTakenOver);
    expect(await on.state(wanted)).toEqual(before);
    expect(await on.row(id)).toMatchObject({ status: 'restored' });
  });
});
