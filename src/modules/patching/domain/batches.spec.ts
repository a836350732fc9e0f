import { describe, expect, it } from '@jest/globals';
import { batchesOf, largestBatch, type Batchable } from './batches.js';

const one = (instanceId: string, zone = 'eu-west-1a', groups: string[] = []): Batchable => ({
  ...{ accountId: '123456789012', region: 'eu-west-1', instanceId, zone, groups },
});
const ids = (instances: readonly Batchable[], size = {}) =>
  batchesOf(instances, size).map((batch) => batch.instances.map(({ instanceId }) => instanceId));

describe('batchesOf', () => {
  it('takes one zone at a time, in an order that does not depend on the one given', () => {
    const given = [one('i-4', 'eu-west-1b'), one('i-1'), one('i-3', 'eu-west-1b'), one('i-2'), one('i-5')];
    const expected = [['i-1', 'i-2'], ['i-5'], ['i-3'], ['i-4']];
    expect(ids(given, { batchSize: 2 })).toEqual(expected);
    expect(ids([...given].reverse(), { batchSize: 2 })).toEqual(expected);
  });

  it('never takes all instances of a zone that has more than one', () => {
    expect(ids([one('i-1'), one('i-2'), one('i-3')], { batchSize: 10 })).toEqual([['i-1', 'i-2'], ['i-3']]);
    expect(ids([one('i-1')], { batchSize: 10 })).toEqual([['i-1']]);
  });

  it('does not take the same zone of two accounts or regions together', () => {
    const elsewhere = { ...one('i-2'), accountId: '210987654321' };
    expect(ids([one('i-1'), elsewhere], { batchSize: 10 })).toEqual([['i-1'], ['i-2']]);
  });

  it('takes one instance of a group at a time, by any group that they share', () => {
    const given = [
      one('i-1', 'eu-west-1a', ['asg/web']),
      one('i-2', 'eu-west-1a', ['asg/web', 'tg/api']),
      one('i-3', 'eu-west-1a', ['tg/api']),
      one('i-4', 'eu-west-1a', []),
    ];
    expect(ids(given, { batchSize: 3 })).toEqual([['i-1', 'i-3', 'i-4'], ['i-2']]);
  });

  it('has no batches where there is nothing', () => {
    expect(ids([])).toEqual([]);
  });
});

describe('largestBatch', () => {
  it('is a size, a share rounded up, or the smaller of both; a quarter by default', () => {
    expect(largestBatch(10, { batchSize: 3 })).toBe(3);
    expect(largestBatch(10, { batchPercent: 25 })).toBe(3);
    expect(largestBatch(10, { batchPercent: 50, batchSize: 2 })).toBe(2);
    expect(largestBatch(8, {})).toBe(2);
    expect(largestBatch(2, { batchPercent: 1 })).toBe(1);
  });
});
