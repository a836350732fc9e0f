import { describe, expect, it } from '@jest/globals';
import { callMeter, newCallCount } from './call-meter.js';

describe('callMeter', () => {
  it('counts in the inner and the outer meter', async () => {
    const [outer, inner] = [newCallCount(), newCallCount()];
    await callMeter.run(outer, async () => {
      callMeter.count('s3:ListBuckets', 'ok');
      await callMeter.run(inner, async () => callMeter.count('ec2:DescribeVolumes', 'throttle'));
    });
    expect(outer).toEqual({
      calls: 2,
      throttles: 1,
      answers: 1,
      operations: new Set(['s3:ListBuckets', 'ec2:DescribeVolumes']),
    });
    expect(inner).toEqual({
      ...{ calls: 1, throttles: 1, answers: 0 },
      operations: new Set(['ec2:DescribeVolumes']),
    });
  });

  it('keeps apart what runs at the same time', async () => {
    const counts = [newCallCount(), newCallCount()];
    const work = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        callMeter.count('s3:ListBuckets', 'ok');
      }
    };
    await Promise.all(counts.map((count, i) => callMeter.run(count, () => work(i + 2))));
    expect(counts.map(({ calls }) => calls)).toEqual([2, 3]);
  });

  it('holds the count of work that throws', async () => {
    const count = newCallCount();
    const work = callMeter.run(count, async () => {
      callMeter.count('s3:ListBuckets', 'error');
      throw new Error('denied');
    });
    await expect(work).rejects.toThrow('denied');
    expect(count.calls).toBe(1);
  });

  it('counts nowhere outside of a meter', () => {
    expect(() => callMeter.count('s3:ListBuckets', 'ok')).not.toThrow();
  });
});
