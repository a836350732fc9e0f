import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { FairTurns } from './turns.js';

/** Notes who runs, and how many at once. */
function notes(turns: FairTurns) {
  const order: string[] = [];
  const now = new Map<string, number>();
  let most = 0;
  const take = (tenantId: string, ms: number, name = tenantId) =>
    turns.take(tenantId, async () => {
      order.push(name);
      now.set(tenantId, (now.get(tenantId) ?? 0) + 1);
      most = Math.max(most, ...now.values());
      await sleep(ms);
      now.set(tenantId, (now.get(tenantId) ?? 0) - 1);
    });
  return { order, take, mostOfOne: () => most };
}

describe('turns', () => {
  it('are one at a time for each tenant, in the order in which they were asked for', async () => {
    const { order, take, mostOfOne } = notes(new FairTurns(3, 100));
    await Promise.all(['1', '2', '3', '4'].map((name) => take('a', 5, name)));
    expect([order, mostOfOne()]).toEqual([['1', '2', '3', '4'], 1]);
  });

  it('go to who has used the least', async () => {
    const { order, take } = notes(new FairTurns(1, 100));
    const all = [take('busy', 40, 'busy 1'), ...['busy 2', 'busy 3'].map((name) => take('busy', 40, name))];
    await sleep(5);
    all.push(take('new', 1, 'new 1'), take('new', 1, 'new 2'));
    await Promise.all(all);
    expect(order).toEqual(['busy 1', 'new 1', 'new 2', 'busy 2', 'busy 3']);
  });

  it('leave a place to the others, however many use much', async () => {
    const { order, take } = notes(new FairTurns(2, 100));
    await Promise.all([take('loud', 1_050), take('louder', 1_050)]);
    const all = [take('loud', 200), take('louder', 200)];
    await sleep(20);
    expect(order).toHaveLength(3); // one of the two waits
    const began = performance.now();
    await take('quiet', 1);
    expect(performance.now() - began).toBeLessThan(100);
    await Promise.all(all);
    expect(order).toHaveLength(5);
  });

  it('are refused where too many wait, and given up when there are to be no more', async () => {
    const turns = new FairTurns(1, 2);
    const { take } = notes(turns);
    const first = take('a', 20);
    const waiting = [take('a', 1), take('a', 1)];
    await expect(take('a', 1)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    turns.drop(new Error('over'));
    for (const one of waiting) await expect(one).rejects.toThrow('over');
    await first;
    await take('a', 1);
  });

  it('pass on what a work throws', async () => {
    const turns = new FairTurns(1, 2);
    await expect(turns.take('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await turns.take('a', () => Promise.resolve(7))).toBe(7);
  });
});
