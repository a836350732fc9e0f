import { describe, expect, it } from '@jest/globals';
import { enoughProcessed, tooMany } from './error-rate.js';

describe('a share of failed events', () => {
  it.each([
    [1, 18, 5, undefined], // too few to say
    [1, 19, 5, undefined], // as many as may be
    [2, 18, 5, 10],
    [20, 0, 5, 100],
    [19, 0, 5, undefined],
    [51, 949, 5, 5.1],
    [50, 950, 5, undefined],
    [30, 0, 100, undefined],
  ])('%i failed and %i processed of a threshold of %i', (failed, processed, threshold, percent) => {
    expect(tooMany({ failed, processed }, threshold)?.percent).toBe(percent);
  });

  it('need not be counted beyond what makes it small enough', () => {
    for (const threshold of [1, 5, 33, 99, 100])
      for (const failed of [1, 7, 20, 1_000]) {
        const enough = enoughProcessed(failed, threshold);
        expect(tooMany({ failed, processed: enough }, threshold)).toBeUndefined();
        if (enough > 0 && failed + enough > 20)
          expect(tooMany({ failed, processed: enough - 1 }, threshold)).toBeDefined();
      }
  });
});
