import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { HOME } from '../e2e/emulated-account.js';
import { closeBucket, copyVolume, keepBucket } from '../support/changes-fixes.js';
import { failing, startChanges, type ChangesWorld } from '../support/changes.js';

describe('taking a change back', () => {
  let on: ChangesWorld;
  let buckets = 0;

  beforeAll(async () => {
    on = await startChanges(process.env['MOTO_URL'] ?? '');
  });
  afterAll(() => on.close());
  afterEach(() => on.calm());

  const openBucket = async (fixId = closeBucket.id) => {
    buckets += 1;
    const name = `change-back-${on.account.accountId}-${buckets}`;
    return { name, fixId, arn: await on.account.bucket(name) };
  };
  const changedOutside = (Bucket: string) =>
    on.account.s3.putPublicAccessBlock({
      ...{ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: false, BlockPublicPolicy: true } },
    });
  const denies = (operation: string) => {
    on.faults.before = (asked) => {
      if (asked === operation) throw failing(`s3:${operation}`, 'denied', 'AccessDenied');
    };
  };

  it('is refused where somebody has changed the resource since, unless it is forced', async () => {
    const bucket = await openBucket();
    const before = await on.state(bucket);
    const id = await on.add(bucket);
    await on.apply(id);
    await changedOutside(bucket.name);
    on.calm();
    const words = /^The resource has been changed since: .*BlockPublicAcls: was true, is false/;
    expect(await on.movedOn(id)).toMatch(words);
    const refused = await on.restore(id);
    expect(refused).toMatchObject({ status: 'verified', refusal: { kind: 'moved_on' } });
    expect(refused.refusal?.reason).toMatch(words);
    expect(on.asked).toEqual([]);
    expect(await on.row(id)).toMatchObject({ status: 'verified', reason: null });
    expect(await on.restore(id, true)).toMatchObject({ status: 'restored' });
    expect(await on.state(bucket)).toEqual(before);
  });

  it('is refused where the resource is gone', async () => {
    const bucket = await openBucket();
    const id = await on.add(bucket);
    await on.apply(id);
    await on.account.s3.deleteBucket({ Bucket: bucket.name });
    expect(await on.restore(id)).toMatchObject({ refusal: { kind: 'moved_on' } });
    expect((await on.movedOn(id)) ?? '').toMatch(/cannot be seen: .*NoSuchBucket/);
  });

  it('is refused where a half-applied change has another one on top of it', async () => {
    const bucket = await openBucket();
    const id = await on.add(bucket);
    denies('PutBucketTagging');
    expect(await on.apply(id)).toMatchObject({ status: 'failed', appliedAt: null });
    on.calm();
    expect(await on.movedOn(id)).toBeUndefined();
    const later = await on.add(bucket);
    await on.apply(later);
    expect(await on.restore(id)).toMatchObject({ status: 'failed', refusal: { kind: 'moved_on' } });
    expect(await on.movedOn(id)).toMatch(later);
    await on.restore(later);
    expect(await on.restore(id)).toMatchObject({ status: 'restored' });
  });

  it('tells people who ask for a half-applied change back what was changed since, and takes it back by itself at once', async () => {
    const [asked, unasked] = [await openBucket(), await openBucket()];
    denies('PutBucketTagging');
    const [id, other] = [await on.add(asked), await on.add(unasked)];
    expect(await on.apply(id)).toMatchObject({ status: 'failed', appliedAt: null });
    expect(await on.apply(other)).toMatchObject({ status: 'failed', appliedAt: null });
    on.calm();
    await changedOutside(asked.name);
    expect(await on.movedOn(id)).toMatch(/^The resource has been changed since/);
    expect(await on.restore(other)).toMatchObject({ status: 'restored' });
  });

  it('undoes nobody’s work where AWS has refused its first call', async () => {
    const bucket = await openBucket();
    const id = await on.add(bucket);
    denies('PutBucketOwnershipControls');
    expect(await on.apply(id)).toMatchObject({ status: 'failed', verdict: { failure: 'denied' } });
    await changedOutside(bucket.name);
    const since = await on.state(bucket);
    on.calm();
    expect(await on.restore(id)).toMatchObject({ status: 'restored', refusal: null });
    expect(on.asked).toEqual([]);
    expect(await on.state(bucket)).toEqual(since);
  });

  it('waits for another change of the resource', async () => {
    const bucket = await openBucket();
    const id = await on.add(bucket);
    await on.apply(id);
    const other = await on.add({ ...bucket, fixId: keepBucket.id });
    let answer: unknown;
    on.faults.before = async (operation) => {
      if (operation === 'PutBucketOwnershipControls') answer ??= await on.restore(id, true);
    };
    await on.apply(other);
    expect(answer).toMatchObject({ status: 'verified', refusal: { kind: 'busy' } });
  });

  it('says what AWS refused, and begins again from the first call when it is asked again', async () => {
    const bucket = await openBucket();
    const before = await on.state(bucket);
    const id = await on.add(bucket);
    await on.apply(id);
    denies('DeletePublicAccessBlock');
    const failed = await on.restore(id);
    expect(failed).toMatchObject({ status: 'restore_failed' });
    expect(failed.reason).toMatch(/is not allowed s3:DeletePublicAccessBlock/);
    on.calm();
    expect(await on.restore(id)).toMatchObject({ status: 'restored', reason: null });
    expect(on.asked).toHaveLength(3);
    expect(await on.state(bucket)).toEqual(before);
    expect((await on.callsOf(id)).map(({ phase, status }) => `${phase} ${status}`)).toEqual([
      ...['apply done', 'apply done', 'apply done'],
      ...['restore done', 'restore done', 'restore done'],
      ...['restore-1 done', 'restore-1 failed'],
    ]);
    expect((await on.told(bucket.arn)).map(({ what }) => what)).toEqual([
      ...['applied', 'restore_failed', 'restored'],
    ]);
  });

  it('has failed where the resource is not as it was, and says where', async () => {
    const bucket = await openBucket(keepBucket.id);
    const id = await on.add(bucket);
    await on.apply(id);
    const failed = await on.restore(id);
    expect(failed).toMatchObject({ status: 'restore_failed' });
    expect(failed.reason).toMatch(/is not as it was: block: was null, is \{/);
  });

  it('learns by its token what was made before a crash, and takes that away too', async () => {
    const wanted = { fixId: copyVolume.id, arn: await on.account.volume(HOME, 1) };
    const id = await on.add(wanted);
    // what AWS does and moto does not: the same token gives the same volume
    const made = new Map<unknown, unknown>();
    const deleted: unknown[] = [];
    on.faults.instead = async (operation, { ClientToken, VolumeId }) => {
      if (operation === 'DeleteVolume') {
        deleted.push(VolumeId);
        return {};
      }
      if (operation !== 'CreateVolume') return undefined;
      if (!made.has(ClientToken)) made.set(ClientToken, { VolumeId: `vol-${made.size}` });
      return made.get(ClientToken);
    };
    const died = new AbortController();
    on.faults.after = () => died.abort();
    const run = { signal: died.signal, heartbeat: () => Promise.resolve() };
    await on.changes.apply('default', id, run).catch(() => undefined);
    delete on.faults.after;
    // as if the process had died before it wrote down that the volume is there
    await on.test.database.query(
      `UPDATE change_calls SET status = 'started', result = NULL, ended_at = NULL WHERE change_id = $1`,
      [id],
    );
    expect(await on.restore(id)).toMatchObject({ status: 'restored' });
    expect(made.size).toBe(1);
    expect(deleted).toEqual(['vol-0']);
  });
});
