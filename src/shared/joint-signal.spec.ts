import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { withJointSignal } from './joint-signal.js';

describe('a joint signal', () => {
  it.each([0, 1])('is aborted when one of its signals is (%d), with its reason', async (which) => {
    const both = [new AbortController(), new AbortController()] as const;
    const reason = new Error('enough');
    await withJointSignal([both[0].signal, both[1].signal], async (signal) => {
      expect(signal.aborted).toBe(false);
      both[which]?.abort(reason);
      expect([signal.aborted, signal.reason]).toEqual([true, reason]);
    });
  });

  it('is aborted from the start when one of them is', async () => {
    const reason = new Error('over');
    const signals = [AbortSignal.abort(reason), new AbortController().signal];
    expect(await withJointSignal(signals, async (signal) => signal.reason as unknown)).toBe(reason);
  });

  it('leaves nothing with the signal that lives on, whatever becomes of the work', async () => {
    const long = new AbortController().signal;
    const works = Array.from({ length: 50 }, (_, i) =>
      withJointSignal([long, new AbortController().signal], async () => {
        await new Promise(setImmediate);
        if (i % 2 === 0) throw new Error('no');
      }),
    );
    expect(getEventListeners(long, 'abort')).toHaveLength(50);
    await Promise.allSettled(works);
    expect(getEventListeners(long, 'abort')).toHaveLength(0);
  });
});
