import { describe, expect, it } from '@jest/globals';
import { patternOf } from './pattern.js';
import { ruleSetOf } from './rule-set.js';

function setOf(patterns: Record<string, object>) {
  return ruleSetOf(
    Object.entries(patterns).map(([id, given]) => {
      const read = patternOf(given);
      if ('problems' in read) throw new Error(JSON.stringify(read.problems));
      return { id, pattern: read.pattern };
    }),
  );
}
const event = (source: string, type: string, detail: object = {}) => ({
  source,
  'detail-type': type,
  detail,
});

describe('the rules of a tenant', () => {
  const set = setOf({
    bucket: { source: ['aws.s3'], 'detail-type': ['Call'], detail: { eventName: ['CreateBucket'] } },
    storage: { source: ['aws.s3', 'aws.ec2'] },
    all: { source: [{ prefix: 'aws.' }], detail: { eventName: ['CreateBucket', 'RunInstances'] } },
    either: { $or: [{ source: ['aws.iam'] }, { source: ['aws.sts'] }] },
    nowhere: { source: ['aws.s3'], 'detail-type': ['Other'] },
    anywhere: { detail: { eventName: ['CreateUser'] } },
  });

  it('are found by source, by detail type, or by neither', () => {
    expect(set.matching(event('aws.s3', 'Call', { eventName: 'CreateBucket' }))).toEqual([
      'bucket',
      'storage',
      'all',
    ]);
    expect(set.matching(event('aws.s3', 'Other'))).toEqual(['storage', 'nowhere']);
    expect(set.matching(event('aws.ec2', 'Call', { eventName: 'RunInstances' }))).toEqual(['storage', 'all']);
    expect(set.matching(event('aws.iam', 'Call', { eventName: 'CreateUser' }))).toEqual([
      'either',
      'anywhere',
    ]);
    expect(set.matching(event('aws.sts', 'Call'))).toEqual(['either']);
    expect(set.matching(event('aws.sqs', 'Call'))).toEqual([]);
  });

  it('cost next to nothing for an event that none is about', () => {
    const many = setOf(
      Object.fromEntries(
        Array.from({ length: 500 }, (_, at) => [`r${at}`, { source: ['aws.s3'], detail: { n: [at] } }]),
      ),
    );
    const started = performance.now();
    for (let at = 0; at < 100_000; at += 1) many.matching(event('aws.ec2', 'Call'));
    expect((performance.now() - started) / 100_000).toBeLessThan(0.01); // ms
  });
});
