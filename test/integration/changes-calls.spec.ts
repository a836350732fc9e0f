import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { HOME } from '../e2e/emulated-account.js';
import { closeBucket, copyVolume, saveVolume } from '../support/changes-fixes.js';
import { failing, startChanges, type ChangesWorld } from '../support/changes.js';

// moto throttles nobody, denies nothing, and its snapshots are completed at once: those answers are put in here
describe('the calls of a change', () => {
  let on: ChangesWorld;
  let buckets = 0;

  beforeAll(async () => {
    on = await startChanges(process.env['MOTO_URL'] ?? '');
  });
  afterAll(() => on.close());
  afterEach(() => on.calm());

  const openBucket = async () => {
    buckets += 1;
    const arn = await on.account.bucket(`change-calls-${on.account.accountId}-${buckets}`);
    return { arn, fixId: closeBucket.id };
  };
  const volume = async (fixId = saveVolume.id) => ({ fixId, arn: await on.account.volume(HOME, 1) });
  /** Lets `times` calls of an operation fail. */
  const fails = (operation: string, error: Error, times = Infinity) => {
    let left = times;
    on.faults.before = (asked) => {
      if (asked !== operation || left <= 0) return;
      left -= 1;
      throw error;
    };
  };

  it('ends at once where AWS denies one, and tells the action and the role', async () => {
    const bucket = await openBucket();
    const before = await on.state(bucket);
    const id = await on.add(bucket);
    fails('PutPublicAccessBlock', failing('s3:PutPublicAccessBlock', 'denied', 'AccessDenied'));
    const failed = await on.apply(id);
    const action = 's3:PutBucketPublicAccessBlock';
    expect(failed).toMatchObject({ status: 'failed', appliedAt: null, verdict: { kind: 'call', action } });
    expect(failed.reason).toMatch(
      /^The role arn:aws:iam::\d+:role\/\S+ is not allowed s3:PutBucketPublicAccessBlock/,
    );
    expect(on.asked).toEqual(['PutBucketOwnershipControls', 'PutPublicAccessBlock']);
    expect(await on.callsOf(id)).toMatchObject([
      { seq: 0, status: 'done' },
      { seq: 1, status: 'failed', attempts: 1, error: { code: 'AccessDenied' } },
    ]);
    // half applied: it may be taken back without being compared with anything
    on.calm();
    expect(await on.movedOn(id)).toBeUndefined();
    expect(await on.restore(id)).toMatchObject({ status: 'restored' });
    expect(await on.state(bucket)).toEqual(before);
  });

  it('asks again what was throttled', async () => {
    const id = await on.add(await openBucket());
    fails('PutPublicAccessBlock', failing('s3:PutPublicAccessBlock', 'throttled', 'SlowDown'), 3);
    expect(await on.apply(id)).toMatchObject({ status: 'verified' });
    expect((await on.callsOf(id)).map(({ attempts }) => attempts)).toEqual([1, 4, 1]);
  });

  it.each([
    ['throttles', 'throttled', 'SlowDown', 4],
    ['has failed itself', 'failed', 'InternalError', 4],
    ['finds the call wrong', 'failed', 'InvalidArgument', 1],
  ] as const)('ends where AWS %s for good', async (_, failure, code, attempts) => {
    const id = await on.add(await openBucket());
    fails('PutPublicAccessBlock', failing('s3:PutPublicAccessBlock', failure, code));
    expect(await on.apply(id)).toMatchObject({ status: 'failed', verdict: { code, action: null } });
    expect((await on.callsOf(id))[1]).toMatchObject({ status: 'failed', attempts });
  });

  it('ends where the account cannot be entered, and nothing has to be taken back then', async () => {
    const id = await on.add(await openBucket());
    await on.test.database.query('UPDATE changes SET account_id = $1 WHERE id = $2', ['000000000000', id]);
    const failed = await on.apply(id);
    expect(failed).toMatchObject({ status: 'failed', verdict: { kind: 'call', of: 'sts:AssumeRole' } });
    expect(await on.restore(id)).toMatchObject({ status: 'restored' });
    expect(on.asked).toEqual([]);
  });

  it('waits until AWS says that a thing is ready, and says all the while that it is alive', async () => {
    const wanted = await volume();
    const id = await on.add(wanted);
    let looks = 0;
    on.faults.instead = (operation) => {
      if (operation !== 'DescribeSnapshots' || looks === 3) return undefined;
      looks += 1;
      return { Snapshots: [{ State: 'pending' }] };
    };
    let beats = 0;
    const heartbeat = () => Promise.resolve(void (beats += 1));
    const row = await on.changes.apply('default', id, { ...on.run, heartbeat });
    expect(row).toMatchObject({ status: 'verified' });
    expect((await on.callsOf(id))[1]).toMatchObject({ operation: 'DescribeSnapshots', attempts: 4 });
    expect(beats).toBeGreaterThanOrEqual(8);
  });

  it('believes that what it has made is only not to be seen yet', async () => {
    const id = await on.add(await volume());
    let looks = 0;
    on.faults.before = (operation) => {
      looks += operation === 'DescribeSnapshots' ? 1 : 0;
      if (operation !== 'DescribeSnapshots' || looks > 5) return;
      throw failing('ec2:DescribeSnapshots', 'not_found', 'InvalidSnapshot.NotFound');
    };
    expect(await on.apply(id)).toMatchObject({ status: 'verified' });
  });

  it('gives AWS time to know what it has made itself', async () => {
    const id = await on.add(await volume());
    const error = failing('ec2:CreateTags', 'not_found', 'InvalidSnapshot.NotFound');
    fails('CreateTags', error, 2);
    expect(await on.apply(id)).toMatchObject({ status: 'verified' });
    expect((await on.callsOf(id))[2]).toMatchObject({ operation: 'CreateTags', attempts: 3 });
    const [bucket, gone] = [
      await openBucket(),
      failing('s3:PutPublicAccessBlock', 'not_found', 'NoSuchBucket'),
    ];
    const other = await on.add(bucket);
    fails('PutPublicAccessBlock', gone);
    await on.apply(other);
    expect((await on.callsOf(other))[1]).toMatchObject({ status: 'failed', attempts: 1 });
  });

  it('waits no longer where that will never be', async () => {
    const id = await on.add(await volume());
    on.faults.instead = (operation) =>
      operation === 'DescribeSnapshots' ? { Snapshots: [{ State: 'error' }] } : undefined;
    const failed = await on.apply(id);
    expect(failed.reason).toMatch(/Snapshots.0.State is "error", not "completed"/);
    expect(await on.callsOf(id)).toMatchObject([{ status: 'done' }, { status: 'failed', attempts: 1 }]);
    expect(on.asked).toEqual(['CreateSnapshot', 'DescribeSnapshots']);
  });

  it('gives one that makes a thing the same token each time', async () => {
    const wanted = await volume(copyVolume.id);
    const id = await on.add(wanted);
    const tokens: unknown[] = [];
    on.faults.before = (operation, { ClientToken }) => {
      if (operation !== 'CreateVolume') return;
      tokens.push(ClientToken);
      if (tokens.length === 1) throw failing('ec2:CreateVolume', 'unreachable', 'ECONNRESET');
    };
    expect(await on.apply(id)).toMatchObject({ status: 'verified' });
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const other = await on.add(await volume(copyVolume.id));
    await on.apply(other);
    expect(tokens[2]).not.toBe(tokens[0]);
  });

  it('makes nothing twice where the answer was lost on the way', async () => {
    const wanted = await volume();
    const id = await on.add(wanted);
    let isFirst = true;
    on.faults.after = (operation) => {
      if (operation !== 'CreateSnapshot' || !isFirst) return;
      isFirst = false;
      throw failing('ec2:CreateSnapshot', 'unreachable', 'TimeoutError');
    };
    expect(await on.apply(id)).toMatchObject({ status: 'verified' });
    expect(on.asked.filter((operation) => operation === 'CreateSnapshot')).toHaveLength(1);
    expect((await on.state(wanted))['saved']).toMatchObject({ Snapshots: [{}] });
    expect((await on.callsOf(id))[0]).toMatchObject({ status: 'done', attempts: 2 });
    expect(await on.restore(id)).toMatchObject({ status: 'restored' });
  });
});
