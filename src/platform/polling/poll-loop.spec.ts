import { describe, expect, it } from '@jest/globals';
import { PollLoop } from './poll-loop.js';

describe('a poll loop', () => {
  it('receives again and again until it is stopped, and waits for what is in hand', async () => {
    let received = 0;
    let isDone = false;
    const loop = new PollLoop(
      async (signal) => {
        received += 1;
        if (received < 3) return;
        await new Promise((stopped) => signal.addEventListener('abort', stopped));
        await new Promise((done) => setTimeout(done, 20));
        isDone = true;
      },
      () => undefined,
    );
    loop.start();
    loop.start(); // which is no second loop
    await new Promise((done) => setTimeout(done, 20));
    expect(received).toBe(3);
    await loop.stop();
    expect([received, isDone]).toEqual([3, true]);
  });

  it('pauses after a failure, longer each time, and begins anew after a success', async () => {
    const pauses: number[] = [];
    const answers = ['fails', 'works', 'fails', 'fails'];
    const loop = new PollLoop(
      () => (answers.shift() === 'works' ? Promise.resolve() : Promise.reject(new Error('unreachable'))),
      (_, pauseMs) => pauses.push(pauseMs),
    );
    loop.start();
    while (pauses.length < 3) await new Promise((done) => setTimeout(done, 20));
    await loop.stop();
    expect(pauses).toEqual([1_000, 1_000, 2_000]);
  });

  it('stops at once while it pauses', async () => {
    const loop = new PollLoop(
      () => Promise.reject(new Error('unreachable')),
      () => undefined,
    );
    loop.start();
    await new Promise((done) => setTimeout(done, 5));
    const began = performance.now();
    await loop.stop();
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('says how it is: nothing before it begins, since when it receives or fails, and that it has ended', async () => {
    const answers: (() => Promise<void>)[] = [
      () => Promise.reject(Object.assign(new Error('connect 10.0.0.7:443'), { code: 'ECONNREFUSED' })),
    ];
    const waits = (signal: AbortSignal) =>
      new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    const loop = new PollLoop(
      (signal) => answers.shift()?.() ?? waits(signal),
      () => undefined,
    );
    expect(loop.state()).toEqual([]);
    loop.start();
    await new Promise((done) => setTimeout(done, 50));
    expect(loop.state()).toEqual([
      { isRunning: true, receivingSeconds: null, failingSeconds: expect.any(Number), error: 'ECONNREFUSED' },
    ]);
    await new Promise((done) => setTimeout(done, 1_300));
    const [later] = loop.state();
    expect(later?.failingSeconds).toBeGreaterThan(1); // it has not succeeded since
    expect(later?.receivingSeconds).not.toBeNull();
    await loop.stop();
    expect(loop.state()).toEqual([]);
  });
});
