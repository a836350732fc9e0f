import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SendFailure } from '../../src/modules/notifications/sending.js';
import { startLanes, telling, type Lanes } from '../support/lanes.js';

let on: Lanes;
beforeAll(async () => {
  on = await startLanes();
});
afterAll(() => on.close());
beforeEach(() => on.calm());

const addAll = async (channelId: string, ...titles: string[]) => {
  for (const title of titles) await on.add([telling({ channelId }, title)]);
};

describe('several workers of lanes', () => {
  it('send one message at a time to one recipient, each once', async () => {
    const channelId = await on.channel();
    await addAll(channelId, ...Array.from({ length: 10 }, (_, n) => `m${n}`));
    let [now, most] = [0, 0];
    on.receiver.answer = async () => {
      most = Math.max(most, ++now);
      await new Promise((done) => setTimeout(done, 30));
      now -= 1;
    };
    const workers = [on.worker(), on.worker(), on.worker()];
    const served = async () => on.receiver.received.length < 10;
    await Promise.all(
      workers.map(async (worker) => {
        for (let rounds = 0; rounds < 100 && (await served()); rounds += 1) {
          await worker.once();
          await new Promise((done) => setTimeout(done, 20));
        }
      }),
    );
    expect(on.receiver.titles).toEqual(Array.from({ length: 10 }, (_, n) => `m${n}`));
    expect(most).toBe(1);
  });

  it('change nothing with a claim that another has taken over', async () => {
    const channelId = await on.channel();
    await addAll(channelId, 'slow');
    const [stale] = await on.runs.claim(1);
    if (stale === undefined) throw new Error('nothing was claimed');
    const step = await on.next.begin(stale);
    if (step === undefined || step === 'closed') throw new Error('nothing was begun');
    await on.pass(60); // its lease is over
    await on.settle();
    expect(on.receiver.titles).toEqual(['slow']);
    const before = await on.rows(channelId);
    const failure = { kind: 'dead' as const, error: 'too late' };
    expect(await on.outcomes.failed(stale, step.send, failure)).toBeUndefined();
    const sent = { channelType: 'slack' as const, providerId: 'late' };
    expect(await on.outcomes.sent(stale, step.send, sent)).toBe(false);
    expect(await on.next.begin(stale)).toBeUndefined();
    expect(await on.lanes.extend(stale, 15)).toBe(false);
    expect(await on.rows(channelId)).toEqual(before);
    const repeated = on.receiver.received[0];
    expect(repeated).toMatchObject({ deliveryId: step.send.deliveryId, attempt: 2 });
  });

  it('serve every lane in its turn, however much waits in one', async () => {
    const [busyLane, ...others] = await Promise.all(Array.from({ length: 40 }, () => on.channel()));
    await addAll(busyLane ?? '', ...Array.from({ length: 15 }, (_, n) => `busy ${n}`));
    await on.pass(30); // the busy one has waited longest
    for (const channelId of others) await addAll(channelId, `of ${channelId}`);
    on.receiver.answer = () => {
      throw new SendFailure('retry', 'x'); // so that each turn is one message
    };
    for (let turns = 0; turns < 40; turns += 1) await on.once(1);
    expect(new Set(on.receiver.asked.map(({ lane }) => lane)).size).toBe(40);
  });

  it('see nothing of another tenant', async () => {
    const channelId = await on.channel();
    await on.own.query("INSERT INTO tenants (id, name) VALUES ('other', 'other')");
    await on.add([telling({ channelId }, 'theirs')], 'other');
    await on.settle();
    // the channel is none of theirs
    expect(await on.rows(channelId)).toMatchObject([{ status: 'failed', tenant_id: 'other' }]);
    expect(on.receiver.asked).toEqual([]);
  });
});
