import { describe, expect, it } from '@jest/globals';
import { JavaRandom } from './java-random.js';

describe('JavaRandom', () => {
  it('draws what java.util.Random draws', () => {
    expect(new JavaRandom(42).nextDouble()).toBe(0.7275636800328681);
    expect(new JavaRandom(0).nextDouble()).toBe(0.730967787376657);
    const random = new JavaRandom(42);
    expect([random.nextInt(10), random.nextInt(10), random.nextInt(10)]).toEqual([0, 3, 8]);
    expect(new JavaRandom(42).nextInt(16)).toBe(11);
  });

  it('stays below its bound, also for a negative seed', () => {
    const random = new JavaRandom(-7);
    for (let drawn = 0; drawn < 200; drawn += 1) {
      const value = random.nextInt(2 ** 31 - 1);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(2 ** 31 - 1);
    }
  });
});
