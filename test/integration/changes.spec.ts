import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ResourceStates } from '../../src/modules/scanning/index.js';
import { registry } from '../../src/platform/telemetry/metrics.js';
import { closeBucket, forgetBucket, leaveBucket } from '../support/changes-fixes.js';
import { startChanges, TENANT, type ChangesWorld } from '../support/changes.js';

const BLOCKED = 's3_bucket_level_public_access_block';

// moto knows no IAM and shows at once what was changed: what AWS refuses or shows later is put in the answers here
describe('changes', () => {
  let on: ChangesWorld;
  let buckets = 0;

  beforeAll(async () => {
    on = await startChanges(process.env['MOTO_URL'] ?? '');
  });
  afterAll(() => on.close());
  afterEach(async () => {
    on.calm();
    await on.guardrails({});
  });

  const openBucket = async (fixId = closeBucket.id) => {
    buckets += 1;
    const arn = await on.account.bucket(`changes-${on.account.accountId}-${buckets}`);
    return { arn, fixId, controlId: BLOCKED };
  };
  const nameOf = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);
  const tagged = (arn: string, Value: string) =>
    on.account.s3.putBucketTagging({ Bucket: nameOf(arn), Tagging: { TagSet: [{ Key: 'by', Value }] } });

  it('makes a fix, lets the control say that it has helped, and takes it back exactly', async () => {
    const bucket = await openBucket();
    await tagged(bucket.arn, 'us');
    const before = await on.state(bucket);
    const id = await on.add(bucket);
    const applied = await on.apply(id);
    expect(applied).toMatchObject({
      status: 'verified',
      reason: null,
      verdict: { kind: 'control', controlId: BLOCKED, verdict: 'pass' },
    });
    expect(applied.after).toEqual(await on.state(bucket));
    expect(applied.after).not.toEqual(before);
    expect(on.asked).toEqual(['PutBucketOwnershipControls', 'PutPublicAccessBlock', 'PutBucketTagging']);
    const [, , tagging] = await on.callsOf(id);
    expect(tagging).toMatchObject({ phase: 'apply', status: 'done', attempts: 1, error: null });
    expect(tagging?.input).toMatchObject({ Tagging: { TagSet: [{ Key: 'Closed', Value: id }] } });

    on.calm();
    expect((await on.restorePlan(id)).map(({ operation }) => operation)).toEqual([
      ...['DeleteBucketOwnershipControls', 'DeletePublicAccessBlock', 'PutBucketTagging'],
    ]);
    expect(on.asked).toEqual([]);
    expect(await on.movedOn(id)).toBeUndefined();
    expect(await on.restore(id)).toMatchObject({ status: 'restored', reason: null, refusal: null });
    expect(await on.state(bucket)).toEqual(before);
    expect(on.asked).toHaveLength(3);
    expect(await on.restore(id)).toMatchObject({ status: 'restored' });
    expect(await on.apply(id)).toMatchObject({ status: 'restored' });
    expect(on.asked).toHaveLength(3);
    expect(await on.told(bucket.arn)).toMatchObject([
      { what: 'applied', changeId: id, owner: { kind: 'remediation' }, fixId: closeBucket.id, calls: 3 },
      { what: 'restored', changeId: id, calls: 6 },
    ]);
  });

  it('counts what was applied and what was taken back', async () => {
    const count = async (name: string) =>
      (await registry.getSingleMetric(name)?.get())?.values.find(
        ({ labels }) => labels['Service'] === 'remediation',
      )?.value ?? 0;
    const before = [await count('FixesApplied'), await count('FixesRestored')];
    const id = await on.add(await openBucket());
    await on.apply(id);
    await on.apply(id);
    await on.restore(id);
    const after = [await count('FixesApplied'), await count('FixesRestored')];
    expect(after).toEqual(before.map((value) => value + 1));
  });

  it('calls nothing where the resource has moved on since the plan, and makes room for a new plan', async () => {
    const bucket = await openBucket();
    const id = await on.add(bucket);
    await tagged(bucket.arn, 'somebody else');
    const refused = await on.apply(id);
    expect(refused).toMatchObject({ status: 'refused', verdict: { kind: 'moved_on' } });
    expect(refused.reason).toMatch(/^moved on: .*tags: was null, is .*somebody else/);
    expect(on.asked).toEqual([]);

    const change = await on.planned(bucket);
    const { owner } = refused;
    const rows = await on.inTenant(async (tx) => {
      await on.changes.add(tx, TENANT, owner, 2, [change]);
      return on.changes.of(tx, TENANT, owner);
    });
    expect(rows).toMatchObject([{ status: 'planned', planVersion: 2 }]);
    expect(await on.apply(rows[0]?.id ?? '')).toMatchObject({ status: 'verified' });
  });

  it('calls nothing where the resource is gone since the plan', async () => {
    const bucket = await openBucket();
    const id = await on.add(bucket);
    await on.account.s3.deleteBucket({ Bucket: nameOf(bucket.arn) });
    expect(await on.apply(id)).toMatchObject({ status: 'refused', verdict: { kind: 'moved_on' } });
    expect(on.asked).toEqual([]);
  });

  it('keeps what was begun when a newer plan comes', async () => {
    const id = await on.add(await openBucket());
    const { owner } = await on.apply(id);
    const change = await on.planned(await openBucket());
    const rows = await on.inTenant(async (tx) => {
      await on.changes.add(tx, TENANT, owner, 2, [change]);
      await on.changes.add(tx, TENANT, owner, 2, [change]); // the task was repeated
      return on.changes.of(tx, TENANT, owner);
    });
    expect(rows.map(({ seq, status }) => [seq, status])).toEqual([
      [1, 'verified'],
      [2, 'planned'],
    ]);
  });

  it('refuses a change of a resource that another one is changing', async () => {
    const bucket = await openBucket();
    const [first, second] = [await on.add(bucket), await on.add(bucket)];
    let other: unknown;
    on.faults.before = async (operation) => {
      if (operation === 'PutPublicAccessBlock') other ??= await on.apply(second);
    };
    expect(await on.apply(first)).toMatchObject({ status: 'verified' });
    expect(other).toMatchObject({
      status: 'refused',
      reason: `Another change of the resource is under way: ${first}`,
      verdict: { kind: 'busy', changeId: first },
    });
    expect(on.asked).toHaveLength(3);
  });

  it('lets one of two begin that come at the same time', async () => {
    const bucket = await openBucket();
    const ids = [await on.add(bucket), await on.add(bucket), await on.add(bucket)];
    const ends = (await Promise.all(ids.map((id) => on.apply(id)))).map(({ status }) => status);
    expect(ends.sort()).toEqual(['refused', 'refused', 'verified']);
    expect(on.asked).toHaveLength(3);
  });

  it('asks the guardrails again before the first call', async () => {
    const id = await on.add(await openBucket());
    await on.guardrails({ enabled: false });
    const refused = await on.apply(id);
    expect(refused).toMatchObject({ status: 'refused', verdict: { kind: 'guardrails' }, startedAt: null });
    expect(refused.reason).toMatch(/not allowed in the account/);
    expect(on.asked).toEqual([]);
  });

  it('begins no more changes in an hour than are allowed, however many come at once', async () => {
    const begun = await on.test.database.query(
      `SELECT FROM changes WHERE started_at > now() - interval '1 hour'`,
    );
    await on.guardrails({ maxChangesPerHour: begun.length + 2 });
    const ids: string[] = [];
    for (let i = 0; i < 4; i += 1) ids.push(await on.add(await openBucket()));
    const ends = await Promise.all(ids.map((id) => on.apply(id)));
    expect(ends.map(({ status }) => status).sort()).toEqual([
      ...['refused', 'refused', 'verified', 'verified'],
    ]);
    expect(ends.find(({ status }) => status === 'refused')?.reason).toMatch(/within the last hour/);
  });

  it('fails where the control still fails, with what it says, and takes nothing back by itself', async () => {
    const bucket = await openBucket(leaveBucket.id);
    const before = await on.state(bucket);
    const id = await on.add(bucket);
    const failed = await on.apply(id);
    expect(failed).toMatchObject({
      status: 'failed',
      verdict: { kind: 'control', controlId: BLOCKED, verdict: 'fail', evidence: expect.anything() },
    });
    expect(failed.reason).toMatch(new RegExp(`^${BLOCKED} says fail: `));
    expect(on.asked).toEqual(['PutBucketTagging']);
    expect(await on.state(bucket)).not.toEqual(before);
    expect(await on.told(bucket.arn)).toMatchObject([{ what: 'failed', reason: failed.reason }]);
    expect(await on.restore(id)).toMatchObject({ status: 'restored' });
    expect(await on.state(bucket)).toEqual(before);
  });

  it.each([
    ['the control has no evidence', { verdict: 'no_evidence', evidence: { part: 'block' } }],
    ['the control is not about it', { verdict: 'not_applicable', evidence: { exemptByTag: 'x' } }],
  ])('does not take it for a pass that %s', async (_, decision) => {
    const id = await on.add(await openBucket());
    const look = jest.spyOn(on.of(ResourceStates), 'look');
    look.mockResolvedValue({ outcome: 'found', configuration: {}, tags: {}, decision } as never);
    try {
      expect(await on.apply(id)).toMatchObject({ status: 'failed', verdict: { verdict: decision.verdict } });
    } finally {
      look.mockRestore();
    }
  });

  it('does not take it for a pass that the resource cannot be looked at', async () => {
    const id = await on.add(await openBucket());
    const look = jest.spyOn(on.of(ResourceStates), 'look');
    const denied = { reason: 'denied', code: 'AccessDenied', message: 'no', again: false };
    look.mockResolvedValue({ outcome: 'failed', ...denied } as never);
    try {
      const failed = await on.apply(id);
      expect(failed).toMatchObject({ status: 'failed', verdict: { verdict: 'unread' } });
      expect(failed.reason).toMatch(/not known/);
      expect(failed.after).not.toBeNull();
    } finally {
      look.mockRestore();
    }
  });

  it('says what is lost where it cannot be taken back', async () => {
    const bucket = await openBucket(forgetBucket.id);
    const id = await on.add(bucket);
    await on.apply(id);
    on.calm();
    expect(await on.restore(id, true)).toMatchObject({
      status: 'verified',
      refusal: { kind: 'irreversible', reason: 'It cannot be taken back: Its first tags' },
    });
    expect(await on.restorePlan(id)).toEqual([]);
    expect(on.asked).toEqual([]);
    expect(await on.row(id)).toMatchObject({ status: 'verified', reason: null });
  });

  it('knows nothing of the changes of other tenants', async () => {
    const id = await on.add(await openBucket());
    await expect(on.changes.apply('other', id, on.run)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await on.row(id)).toMatchObject({ status: 'planned', claim: 0 });
  });
});
