import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { envelopeOfRecord } from '../../src/modules/events/domain/envelope.js';
import { EventIntake } from '../../src/modules/events/event-intake.service.js';
import { EventReading } from '../../src/modules/events/event-reading.js';
import type { EventAnswer } from '../../src/modules/events/events.schemas.js';
import { eventually } from '../support/app.js';
import { trailRecord } from '../support/trail.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import type { Finding, Page } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to describe: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;
const UNOWNED = '999999999999';
const CONTROL = 's3_bucket_level_public_access_block';
const BLOCK = {
  ...{ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
};

withEmulator('a change in AWS (needs MOTO_URL)', () => {
  let on: ScanApp;
  let account: string;
  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '');
    account = on.account.accountId;
  }, 60_000);
  afterAll(() => on.close());

  /** Buckets of all accounts share their names. */
  const own = (name: string) => `events-${name}-${account}`;
  /** Takes records in as the poller does. */
  function take(...records: Record<string, unknown>[]) {
    const reading = on.app.app.get(EventReading, { strict: false });
    const events = records.map((record) => reading.read(envelopeOfRecord(record, String(record['eventID']))));
    return on.app.app.get(EventIntake, { strict: false }).take(events);
  }
  const s3 = (eventName: string, bucketName: string, more: object = {}) =>
    trailRecord('s3.amazonaws.com', eventName, account, { requestParameters: { bucketName }, ...more });
  const settled = (eventId: string) =>
    eventually(async () => {
      const event = await on.must<EventAnswer>('GET', `/events/${eventId}`);
      return event.disposition !== 'retrying' && event;
    });
  const findingOf = async (arn: string) => {
    const query = `resourceArn=${encodeURIComponent(arn)}&controlId=${CONTROL}`;
    return (await on.must<Page<Finding>>('GET', `/findings?${query}`)).items[0];
  };
  const timelineOf = async (arn: string) =>
    (await on.must<Page<Entry>>('GET', `/resources/${encodeURIComponent(arn)}/timeline`)).items;
  interface Entry {
    kind: string;
    what: string;
    patch: { op: string; path: string }[];
    who: { arn: string; sourceIp: string; eventId: string } | null;
    source: string;
    details: Record<string, unknown>;
  }

  it('opens a finding, resolves it, and ends with the resource, each with who did it', async () => {
    const arn = await on.account.bucket(own('story'));
    const made = s3('CreateBucket', own('story'));
    expect(await take(made)).toEqual(['accepted']);
    expect(await settled(made.eventID)).toMatchObject({
      ...{ disposition: 'processed', reason: 'created', rule: 's3.amazonaws.com CreateBucket' },
      resources: [{ arn, change: 'created', type: 'AWS::S3::Bucket' }],
      ...{ eventName: 'CreateBucket', accountId: account, tenantId: 'acme' },
    });
    const opened = await findingOf(arn);
    const event = await on.must<EventAnswer>('GET', `/events/${made.eventID}`);
    expect(opened).toMatchObject({ status: 'open', scanId: event.id });

    await on.account.s3.putPublicAccessBlock({
      Bucket: own('story'),
      PublicAccessBlockConfiguration: BLOCK,
    });
    const blocked = s3('PutBucketPublicAccessBlock', own('story'), {
      resources: [{ ARN: arn, type: 'AWS::S3::Bucket' }],
    });
    await take(blocked);
    expect(await settled(blocked.eventID)).toMatchObject({ disposition: 'processed', reason: 'changed' });
    expect(await findingOf(arn)).toMatchObject({ id: opened?.id, status: 'resolved' });

    await on.account.s3.deleteBucket({ Bucket: own('story') });
    const gone = s3('DeleteBucket', own('story'));
    await take(gone);
    expect(await settled(gone.eventID)).toMatchObject({ disposition: 'processed', reason: 'deleted' });
    const open = await on.must<Page<Finding>>(
      'GET',
      `/findings?resourceArn=${encodeURIComponent(arn)}&status=open`,
    );
    expect(open.items).toEqual([]);

    const timeline = await timelineOf(arn);
    expect(timeline.filter(({ kind }) => kind === 'drift').map(({ what }) => what)).toEqual([
      'deleted',
      'changed',
      'created',
    ]);
    const drift = timeline.find(({ what }) => what === 'changed');
    expect(drift?.patch).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: expect.stringMatching(/^\/publicAccessBlock/) }),
      ]),
    );
    expect(drift?.who).toMatchObject({
      ...{ arn: `arn:aws:iam::${account}:user/alice`, sourceIp: '198.51.100.7', eventId: blocked.eventID },
    });
    expect(timeline.filter(({ kind }) => kind === 'event').map(({ what }) => what)).toEqual([
      'DeleteBucket',
      'PutBucketPublicAccessBlock',
      'CreateBucket',
    ]);
    expect(timeline.some(({ kind, what }) => kind === 'finding' && what === 'opened')).toBe(true);
  }, 60_000);

  it('is looked at once for ten events of a second, after the last of them', async () => {
    const arn = await on.account.bucket(own('busy'));
    on.proxy.clear();
    const records = Array.from({ length: 10 }, (_, n) => s3('PutBucketTagging', own('busy'), { at: n }));
    for (const record of records) {
      await take(record);
      await new Promise((done) => setTimeout(done, 80));
    }
    const ends = await Promise.all(records.map(({ eventID }) => settled(eventID)));
    expect(ends.map(({ disposition }) => disposition).sort()).toEqual([
      ...Array.from({ length: 9 }, () => 'coalesced'),
      'processed',
    ]);
    expect(on.proxy.count({ service: 's3', action: 'GetBucketVersioning' })).toBe(1);
    expect(await findingOf(arn)).toMatchObject({ status: 'open' });
  }, 60_000);

  it('is counted once however often it is told', async () => {
    await on.account.bucket(own('twice'));
    const record = s3('PutBucketVersioning', own('twice'));
    expect(await take(record, record)).toEqual(['accepted', 'duplicate']);
    expect(await take(record)).toEqual(['duplicate']);
    await settled(record.eventID);
    const history = await on.must<Page<EventAnswer>>(
      'GET',
      `/events/history?resource=${encodeURIComponent(`arn:aws:s3:::${own('twice')}`)}`,
    );
    expect(history.items).toHaveLength(1);
  }, 60_000);

  it('is awaited where AWS does not show it yet', async () => {
    const record = s3('CreateBucket', own('early'));
    await take(record);
    const early = await eventually(async () => {
      const event = await on.must<EventAnswer>('GET', `/events/${record.eventID}`);
      return event.reason === 'eventual_consistency' && event;
    });
    expect(early.disposition).toBe('retrying');
    await on.account.bucket(own('early'));
    expect(await settled(record.eventID)).toMatchObject({ disposition: 'processed', reason: 'created' });
  }, 60_000);

  it('is failed, with the reason, where it cannot be read, and nothing of the inventory is lost', async () => {
    const arn = await on.account.bucket(own('denied'));
    await take(s3('CreateBucket', own('denied'), { at: -3_000 }));
    await eventually(async () => (await findingOf(arn)) !== undefined);
    on.proxy.rules = [{ match: { service: 's3', action: 'ListBuckets' }, fault: 'deny' }];
    const record = s3('PutBucketPolicy', own('denied'), { at: 2_000 });
    await take(record);
    expect(await settled(record.eventID)).toMatchObject({ disposition: 'failed', reason: 'denied' });
    on.proxy.rules = [];
    expect(await findingOf(arn)).toMatchObject({ status: 'open' });
    expect(await on.must('GET', `/resources/${encodeURIComponent(arn)}`)).toMatchObject({ deletedAt: null });
  }, 60_000);

  it('of an account that nobody has registered is refused, and seen by the platform key alone', async () => {
    const record = trailRecord('s3.amazonaws.com', 'CreateBucket', UNOWNED, {
      requestParameters: { bucketName: 'forged' },
    });
    expect(await take(record)).toEqual(['refused']);
    expect((await on.app.request('GET', `/events/${record.eventID}`)).status).toBe(404);
    const health = await on.app.request<{ unowned?: object[] }>('GET', '/events/health?tenantId=acme');
    expect(health.body.unowned).toEqual([
      expect.objectContaining({ accountId: UNOWNED, received: 1, refused: 1 }),
    ]);
    expect((await on.must<{ unowned?: object[] }>('GET', '/events/health')).unowned).toBeUndefined();
  });

  it('adds up: what was received is what was accepted, came again, or was refused', async () => {
    const [sums] = await on.app.database.query(`
      SELECT sum(received)::int AS received, sum(duplicate)::int AS duplicate, sum(refused)::int AS refused,
             (SELECT count(*)::int FROM events) AS events FROM event_counts`);
    const { received, duplicate, refused, events } = sums as Record<string, number>;
    expect(received).toBe((duplicate ?? 0) + (refused ?? 0) + (events ?? 0));
    expect([duplicate, refused]).toEqual([2, 1]);
  });
});
