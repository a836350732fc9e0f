import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type EventStub, startEventStub } from '../../scripts/bench/event-stub/server.mjs';
import { type Envelope, envelope } from '../../src/modules/events/domain/envelope.js';
import { EventIntake } from '../../src/modules/events/event-intake.service.js';
import { EventReading } from '../../src/modules/events/event-reading.js';
import { RefreshService } from '../../src/modules/events/refresh.service.js';
import { Logger } from '../../src/platform/telemetry/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type CrashPoint, statementCrashes } from '../support/statement-crash.js';

/** As specs/5 prints them: CreateBucket names no resource, the others do. */
const ACCOUNT = '050261919630';
const recorded = (arn: string) => [{ accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: arn }];
const BLOCK = {
  RestrictPublicBuckets: true,
  BlockPublicPolicy: true,
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
};
const EVENTS = [
  { name: 'CreateBucket', resources: () => [], state: { exists: true } },
  { name: 'PutBucketVersioning', resources: recorded, state: { versioning: 'Enabled' } },
  { name: 'PutBucketPublicAccessBlock', resources: recorded, state: { block: BLOCK } },
  { name: 'DeleteBucket', resources: recorded, state: { exists: false } },
];
const RUNS = 30;
const SEED = 20251105;
const BLOCKED = 's3_bucket_level_public_access_block';

/** A bucket of its own, to which the events happen one after the other. Its time is ours, and what `passes` adds. */
class Story {
  readonly arn: string;
  readonly #happenedAt: number[] = [];
  #passedMs = 0;

  constructor(
    private readonly test: TestApp,
    private readonly stub: EventStub,
    private readonly bucket: string,
    readonly length: number,
  ) {
    this.arn = `arn:aws:s3:::${bucket}`;
    const it = { type: 'AWS::S3::Bucket', accountId: ACCOUNT, region: 'us-east-1', name: bucket };
    const made = { createdAt: '2025-11-05T02:28:06.000Z', versioning: null, block: null, exists: false };
    stub.world.put({ ...it, ...made, arn: this.arn });
  }

  /** Whatever comes up to event `last` has happened. */
  happen(last: number): void {
    for (let i = this.#happenedAt.length; i <= Math.min(last, this.length - 1); i += 1) {
      this.stub.world.put({ arn: this.arn, ...EVENTS[i]?.state });
      this.#happenedAt.push(Date.now() + this.#passedMs);
    }
  }

  /** As EventBridge puts it on the queue. CloudTrail tells whole seconds. */
  message(at: number): Envelope {
    const { name = '', resources = () => [] } = EVENTS[at] ?? {};
    const happenedAt = new Date((this.#happenedAt[at] ?? 0) - this.#passedMs);
    const eventTime = happenedAt.toISOString().replace(/\.\d+Z$/, 'Z');
    return envelope.parse({
      version: '0',
      id: `${this.bucket}-${name}`,
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.s3',
      account: ACCOUNT,
      time: eventTime,
      region: 'us-east-1',
      resources: [],
      detail: {
        eventVersion: '1.11',
        eventID: `${this.bucket}-${at}`,
        eventName: name,
        eventTime,
        eventSource: 's3.amazonaws.com',
        awsRegion: 'us-east-1',
        recipientAccountId: ACCOUNT,
        readOnly: false,
        resources: resources(this.arn),
        requestParameters: {
          bucketName: this.bucket,
          ...(name === 'PutBucketPublicAccessBlock' ? { PublicAccessBlockConfiguration: BLOCK } : {}),
        },
      },
    });
  }

  /** So many seconds go by: whatever was written before is as much older, and every pause and lease has ended. */
  async passes(seconds: number): Promise<void> {
    this.#passedMs += seconds * 1000;
    const by = `interval '${seconds} s'`;
    await this.test.database.query(
      `UPDATE resources SET read_at = read_at - ${by}, answered_at = answered_at - ${by}, last_seen_at = last_seen_at - ${by}
        WHERE arn = $1`,
      [this.arn],
    );
    await this.test.database.query(
      `UPDATE refresh_events SET event_time = event_time - ${by} WHERE arn = $1`,
      [this.arn],
    );
    await this.test.database.query(
      `UPDATE refreshes SET due_at = app_now() - interval '1 s', lease_until = app_now() - interval '1 s' WHERE arn = $1`,
      [this.arn],
    );
  }

  /** What is left of it in the inventory and the findings. */
  async outcome() {
    const { query } = this.test.database;
    const [live] = await query<{ configuration: Record<string, unknown> }>(
      'SELECT configuration FROM resources WHERE arn = $1 AND deleted_at IS NULL',
      [this.arn],
    );
    const findings = await query<{ control: string }>(
      `SELECT control_id AS control FROM findings WHERE resource_arn = $1 AND status = 'open' ORDER BY 1`,
      [this.arn],
    );
    const { name: _, ...configuration } = live?.configuration ?? {};
    return {
      configuration: live === undefined ? null : configuration,
      findings: findings.map(({ control }) => control),
    };
  }

  /** What must hold whatever happened: nothing waits, each event is there once and has ended. */
  async traces() {
    const { query } = this.test.database;
    const [row] = await query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM refreshes WHERE arn = $1) AS refreshes,
              (SELECT count(*)::int FROM refresh_events WHERE arn = $1) AS waiting,
              (SELECT count(*)::int FROM events WHERE event_id LIKE $2) AS events,
              (SELECT count(*)::int FROM events WHERE event_id LIKE $2
                  AND disposition IN ('processed', 'coalesced', 'stale') AND settled_at IS NOT NULL) AS ended,
              (SELECT count(*)::int FROM timeline WHERE arn = $1 AND kind = 'event') AS told,
              (SELECT count(*)::int FROM (
                 SELECT "to", lag("to") OVER (PARTITION BY finding_id ORDER BY id) AS before FROM finding_transitions
                  WHERE finding_id IN (SELECT id FROM findings WHERE resource_arn = $1)) t
                WHERE "to" = before) AS repeated`,
      [this.arn, `${this.bucket}-%`],
    );
    return row;
  }
}

describe('the four events of a bucket', () => {
  let test: TestApp;
  let stub: EventStub;
  let crashes: ReturnType<typeof statementCrashes>;
  let stories = 0;

  beforeAll(async () => {
    process.env['AWS_ACCESS_KEY_ID'] ??= 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] ??= 'test';
    stub = await startEventStub({ accounts: [ACCOUNT], regions: ['us-east-1'] });
    stub.faults.slowMs = 10;
    // ROLE=api: nobody but this test describes
    test = await startTestApp({ ROLE: 'api', AWS_ENDPOINT_URL: stub.url, EVENTS_QUIET_MS: '0' });
    await test.request('POST', '/accounts', {
      body: { accountId: ACCOUNT, name: 'specs/5', regions: ['us-east-1'] },
    });
    crashes = statementCrashes();
    const logger = test.app.get(Logger, { strict: false });
    for (const level of ['warn', 'error'] as const) jest.spyOn(logger, level).mockReturnValue(undefined);
  });
  afterAll(async () => {
    crashes.restore();
    await test.close();
    await stub.stop();
  });

  const newStory = (length: number) => {
    stories += 1;
    return new Story(test, stub, `qrie-test-${1_762_309_684 + stories}`, length);
  };
  const take = (messages: readonly Envelope[]) => {
    const reading = test.app.get(EventReading, { strict: false });
    return test.app.get(EventIntake, { strict: false }).take(messages.map((one) => reading.read(one)));
  };
  const describeOnce = async () => {
    const batch = await test.app.get(RefreshService, { strict: false }).begin(new AbortController().signal);
    await batch?.done;
  };

  /** As the database's clock says it; AWS's goes on as it did. */
  const clockIs = (aheadMs: number) =>
    test.database.query(
      `CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
         SELECT date_trunc('milliseconds', statement_timestamp() + interval '${aheadMs} milliseconds') $$`,
    );

  /** Looks until nothing waits; what AWS may not yet say everywhere is believed after a while. */
  async function drain(story: Story): Promise<void> {
    for (let i = 0; i < 20; i += 1) {
      await describeOnce();
      if ((await story.traces())?.['refreshes'] === 0) return;
      await story.passes(10);
    }
    throw new Error(`not drained: ${JSON.stringify(await story.traces())}`);
  }

  /** Until AWS has been asked for a bucket, which takes a moment; or nobody has asked. */
  async function asked(): Promise<void> {
    const before = stub.world.reads.describes;
    for (let i = 0; i < 10 && stub.world.reads.describes === before; i += 1)
      await new Promise((done) => setTimeout(done, 5));
  }

  /** One event after the other, each described before the next happens. */
  async function inOrder(length: number) {
    const story = newStory(length);
    const between: Awaited<ReturnType<Story['outcome']>>[] = [];
    for (let i = 0; i < length; i += 1) {
      story.happen(i);
      expect(await take([story.message(i)])).toEqual(['accepted']);
      await drain(story);
      between.push(await story.outcome());
      await story.passes(5);
    }
    return { story, between };
  }

  it('in order: it appears, its finding opens and is resolved, and with it goes what is left', async () => {
    const { story, between } = await inOrder(4);
    const [made, versioned, blocked, gone] = between;
    expect(made?.configuration).toMatchObject({ publicAccessBlock: null, versioning: { status: null } });
    expect(made?.findings).toContain(BLOCKED);
    expect(versioned?.configuration).toMatchObject({ versioning: { status: 'Enabled' } });
    expect(blocked?.configuration).toMatchObject({ publicAccessBlock: { blockPublicAcls: true } });
    expect(blocked?.findings).not.toContain(BLOCKED);
    expect(gone).toEqual({ configuration: null, findings: [] });
    const rows = await test.database.query(
      'SELECT disposition, reason FROM events WHERE event_id LIKE $1 ORDER BY event_id',
      [`${story.arn.slice('arn:aws:s3:::'.length)}-%`],
    );
    expect(rows).toEqual(
      ['created', 'changed', 'changed', 'deleted'].map((reason) => ({ disposition: 'processed', reason })),
    );
  });

  it('the clock is put back: what happens then is not older than what was read before', async () => {
    const story = newStory(3);
    const another = newStory(1);
    try {
      await clockIs(30_000);
      story.happen(1);
      await take([story.message(0), story.message(1)]);
      await describeOnce();
      expect((await story.outcome()).configuration).toMatchObject({ publicAccessBlock: null });
      await clockIs(0);
      another.happen(0);
      await take([another.message(0)]);
      await describeOnce();
      // by now that first reading is of the past, as clocks go
      await clockIs(40_000);
      story.happen(2);
      await take([story.message(2)]);
      await describeOnce();
      expect((await story.outcome()).configuration).toMatchObject({
        publicAccessBlock: { blockPublicAcls: true },
      });
    } finally {
      await clockIs(0);
    }
  });

  it.each([
    [3, 'while it stays'],
    [4, 'until it is deleted'],
  ])(
    '%i of them, shuffled and doubled, with crashes: %s, all ends as in order',
    async (length) => {
      const expected = (await inOrder(length)).between.at(-1);
      expect(expected?.configuration === null).toBe(length === 4);
      const places = Array.from({ length }, (_, i) => [i, i]).flat();
      const plan = fc.record({
        order: fc.shuffledSubarray(places, { minLength: places.length }),
        deliveries: fc.array(
          fc.record({
            size: fc.integer({ min: 1, max: 3 }),
            /** How far what happens is ahead of what is told. */
            ahead: fc.integer({ min: 0, max: 2 }),
            describes: fc.integer({ min: 0, max: 2 }),
            /** It comes while AWS is being asked: the answers are of before. */
            meanwhile: fc.boolean(),
            seconds: fc.constantFrom(0, 0, 1, 2, 40),
          }),
          { minLength: places.length, maxLength: places.length },
        ),
        crashes: fc.array(fc.record({ statements: fc.integer({ min: 1, max: 25 }), isDone: fc.boolean() }), {
          maxLength: 6,
        }),
      });
      await fc.assert(
        fc.asyncProperty(plan, async ({ order, deliveries, crashes: points }) => {
          const story = newStory(length);
          const coming: CrashPoint[] = points.map((point) => ({ ...point }));
          const lived = async (work: () => Promise<unknown>) => {
            const [crash] = coming;
            const done = await crashes.until(crash, work);
            if (done === undefined && coming[0] === crash) coming.shift();
            return done !== undefined;
          };
          const left = [...order];
          for (const { size, ahead, describes, meanwhile, seconds } of deliveries) {
            const batch = left.splice(0, size);
            const describing = meanwhile ? lived(describeOnce) : undefined;
            if (meanwhile) await asked();
            if (batch.length > 0) {
              story.happen(Math.max(...batch) + ahead);
              // a message is deleted when it is done: otherwise it comes again
              while (!(await lived(() => take(batch.map((at) => story.message(at))))));
            }
            if ((await describing) === false) await story.passes(60);
            for (let i = 0; i < describes; i += 1) if (!(await lived(describeOnce))) await story.passes(60);
            if (seconds > 0) await story.passes(seconds);
          }
          await drain(story);
          expect(await story.outcome()).toEqual(expected);
          const once = { refreshes: 0, waiting: 0, events: length, ended: length, told: length, repeated: 0 };
          expect(await story.traces()).toEqual(once);
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: false },
      );
    },
    240_000,
  );
});
