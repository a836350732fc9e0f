import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startLanes, telling, type Lanes } from '../support/lanes.js';
import { statementCrashes, type CrashPoint } from '../support/statement-crash.js';

const LEASE_IS_OVER_S = 60;

/**
 * A worker dies at a COMMIT or at its claim of lanes (a statement that commits by itself): before it is done, or after
 * and nobody heard of it. Between two of these it leaves no trace but the message itself.
 */
describe('a worker that dies while it tells', () => {
  let on: Lanes;
  let crashes: ReturnType<typeof statementCrashes>;
  beforeAll(async () => {
    on = await startLanes();
    crashes = statementCrashes(/^\s*(COMMIT|WITH RECURSIVE told)/i);
  });
  afterAll(async () => {
    crashes.restore();
    await on.close();
  });
  beforeEach(() => on.receiver.reset());

  /** Tells three things and serves their lanes, each time dying one place later, until it lives through it. */
  async function eachPlace(check: (crash: CrashPoint, channelId: string, doubles: number) => Promise<void>) {
    let places = 0;
    for (let statements = 1; ; statements += 1) {
      for (const isDone of [false, true]) {
        on.receiver.reset();
        const channelId = await on.channel();
        const crash = { statements, isDone };
        const tell = async () => {
          for (const title of ['a', 'b']) await on.add([telling({ channelId }, title)]);
          await on.add([
            telling({ channelId }, 'c1', { groupKey: 'c' }),
            telling({ channelId }, 'c2', { groupKey: 'c' }),
          ]);
        };
        const survived = await crashes.until({ ...crash }, async () => {
          await tell();
          for (let rounds = 0; rounds < 3; rounds += 1) {
            await on.once();
            await new Promise((done) => setTimeout(done, 55));
          }
        });
        await tell(); // whoever was telling it tries again
        await on.pass(LEASE_IS_OVER_S);
        await on.settle();
        const titles = on.receiver.titles;
        await check(crash, channelId, titles.length - new Set(titles).size);
        if (survived !== undefined) return places;
        places += 1;
      }
    }
  }

  it('loses nothing, and doubles only what arrived while nobody wrote it down, with the same id', async () => {
    const doubled: number[] = [];
    const places = await eachPlace(async (crash, channelId, doubles) => {
      const { received } = on.receiver;
      const rows = await on.rows(channelId);
      expect({ crash, open: rows.filter(({ status }) => status !== 'sent') }).toEqual({ crash, open: [] });
      const told = rows.reduce((sum, row) => sum + row.told, 0);
      expect({ crash, told }).toEqual({ crash, told: 4 });
      const ids = new Map(received.map(({ title, deliveryId }) => [title, deliveryId]));
      expect({ crash, deliveries: new Set(received.map(({ deliveryId }) => deliveryId)).size }).toEqual({
        ...{ crash, deliveries: rows.length },
      });
      expect({
        crash,
        same: received.every(({ title, deliveryId }) => ids.get(title) === deliveryId),
      }).toEqual({
        ...{ crash, same: true },
      });
      // a delivery and its attempts agree: the last was sent, and only it
      const attempts = await on.own.query<{ sent: number; last: string | null }>(
        `SELECT count(*) FILTER (WHERE a.outcome = 'sent')::int AS sent, (array_agg(a.outcome ORDER BY a.number DESC))[1] AS last
           FROM notification_attempts a JOIN notification_deliveries d ON d.id = a.delivery_id
          WHERE d.lane = $1 GROUP BY d.id`,
        [channelId],
      );
      expect({ crash, attempts: attempts.filter(({ sent, last }) => sent !== 1 || last !== 'sent') }).toEqual(
        {
          ...{ crash, attempts: [] },
        },
      );
      expect(doubles).toBeLessThanOrEqual(1);
      doubled.push(doubles);
    });
    expect(places).toBeGreaterThan(20);
    // the window is there, and it is small: a COMMIT of three in which the message had gone out, once for each
    expect(doubled.filter((count) => count > 0)).toHaveLength(3);
  }, 240_000);

  it('is not made up for before its lease is over, and then with the same id', async () => {
    const channelId = await on.channel();
    await on.add([telling({ channelId }, 'once')]);
    on.receiver.answer = () => new Promise<void>(() => undefined); // the process dies here
    const [claim] = await on.runs.claim(1);
    if (claim === undefined) throw new Error('nothing was claimed');
    const step = await on.next.begin(claim);
    on.receiver.answer = () => undefined;
    await on.settle();
    expect(on.receiver.received).toEqual([]);
    await on.pass(16);
    await on.settle();
    expect(on.receiver.received).toMatchObject([{ attempt: 2, title: 'once' }]);
    expect(step).toMatchObject({ send: { deliveryId: on.receiver.received[0]?.deliveryId, attempt: 1 } });
    const attempts = await on.own.query<{ outcome: string | null }>(
      'SELECT outcome FROM notification_attempts WHERE delivery_id = $1 ORDER BY number',
      [on.receiver.received[0]?.deliveryId],
    );
    expect(attempts).toEqual([{ outcome: null }, { outcome: 'sent' }]);
  });
});
