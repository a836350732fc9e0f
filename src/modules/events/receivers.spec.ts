import { afterEach, describe, expect, it } from '@jest/globals';
import { FULL, Receivers, type ReceiverWork } from './receivers.js';

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 5_000; !isSo(); await sleep(1))
    if (performance.now() > end) throw new Error('it did not happen in 5 s');
}

/** A queue in memory, whose receives wait like long polls. */
class Backlog {
  polls = 0;
  most = 0;
  handled = 0;
  inHand = 0;
  errors: [string, number][] = [];
  ready = 0;
  isAway = false;
  isDatabaseAway = false;
  constructor(public left: number) {}

  readonly work: ReceiverWork<number> = {
    ready: async () => {
      this.ready += 1;
      if (this.isDatabaseAway) throw new Error('no database');
    },
    receive: async (signal) => {
      if (this.isAway) throw new Error('no queue');
      this.polls += 1;
      this.most = Math.max(this.most, this.polls + this.inHand);
      try {
        // a long poll, of 40 ms
        const until = performance.now() + 40;
        do {
          await sleep(2);
          if (signal.aborted) throw new Error('aborted');
        } while (this.left === 0 && performance.now() < until);
        const count = Math.min(FULL, this.left);
        this.left -= count;
        return Array.from({ length: count }, (_, i) => i);
      } finally {
        this.polls -= 1;
      }
    },
    handle: async (messages) => {
      this.inHand += 1;
      await sleep(5);
      this.inHand -= 1;
      if (this.isDatabaseAway) throw new Error('no database');
      this.handled += messages.length;
    },
    onError: (error, pauseMs) => this.errors.push([String(error), pauseMs]),
  };
}

describe('receivers', () => {
  let receivers: Receivers<number>;
  const start = (backlog: Backlog, most = 4) => {
    receivers = new Receivers(most, backlog.work);
    receivers.start();
  };
  afterEach(() => receivers.stop());

  it('are one that waits while there is nothing', async () => {
    const backlog = new Backlog(3);
    start(backlog);
    await sleep(60);
    expect([backlog.handled, backlog.most, receivers.size]).toEqual([3, 1, 1]);
  });

  it('grow with the backlog up to the limit, and are one again after it', async () => {
    const backlog = new Backlog(400);
    start(backlog);
    await until(() => receivers.size === 4);
    await until(() => backlog.handled === 400);
    expect(backlog.most).toBe(4);
    await until(() => receivers.size === 1);
    await sleep(100);
    expect([backlog.polls, receivers.size]).toEqual([1, 1]);
  });

  it('take nothing from the queue while the database is away, and go on when it is back', async () => {
    const backlog = new Backlog(1_000);
    backlog.isDatabaseAway = true;
    start(backlog);
    await sleep(300);
    const { left } = backlog;
    expect(left).toBeGreaterThanOrEqual(1_000 - 5 * FULL); // what the first failure met, and no more
    await sleep(1_000);
    expect([backlog.left, backlog.ready]).toEqual([left, 1]);
    expect(backlog.errors).toContainEqual(['Error: no database', 1_000]);
    backlog.isDatabaseAway = false;
    await until(() => receivers.size > 1); // it grows again
    await until(() => backlog.handled === left);
  }, 10_000);

  it('pause while the queue is away', async () => {
    const backlog = new Backlog(10);
    backlog.isAway = true;
    start(backlog);
    await sleep(500);
    expect(backlog.errors).toEqual([['Error: no queue', 1_000]]);
  });

  it('see to what is in hand before they stop, and receive nothing more', async () => {
    const backlog = new Backlog(1_000);
    start(backlog);
    await sleep(12);
    await receivers.stop();
    expect([backlog.inHand, backlog.polls, backlog.handled + backlog.left]).toEqual([0, 0, 1_000]);
    const { handled } = backlog;
    await sleep(30);
    expect(backlog.handled).toBe(handled);
  });
});
