import { describe, expect, it } from '@jest/globals';
import { call } from './call.js';
import type { PlannedChange } from './change.js';
import { shownPlan } from './shown-plan.js';

const planned = (name: string, loses: string | null = null, input: object = {}): PlannedChange => ({
  ...{ findingId: `fnd_${name}`, controlId: 'c', fixId: 'c', resourceArn: `arn:aws:s3:::${name}` },
  ...{ resourceType: 'AWS::S3::Bucket', accountId: '1', region: 'us-east-1', tags: {}, status: 'planned' },
  ...{ reason: null, before: {} },
  plan: {
    ...{ title: name, words: ['it is closed'], loses, stateHash: 'h', missingPermissions: null },
    calls: [call('s3', 'PutBucketPolicy', { Bucket: name, ...input })],
  },
});
const head = { remediationId: 'rem_1', planVersion: 1, why: ['because'] };
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('a plan as people are shown it', () => {
  it('begins with what cannot be brought back, and leaves out what is not planned', () => {
    const refused = { ...planned('c'), status: 'refused' as const };
    const { changes, notShown } = shownPlan(head, [planned('a'), refused, planned('b', 'its objects')]);
    expect(changes).toMatchObject([
      { title: 'b', loses: 'its objects' },
      { title: 'a', loses: null, calls: [{ call: 's3:PutBucketPolicy', input: { Bucket: 'a' } }] },
    ]);
    expect(notShown).toBe(0);
  });

  it('stays small: without inputs first, and then it says how many more there are', () => {
    const many = Array.from({ length: 300 }, (_, n) => planned(`b${n}`, null, { Policy: 'p'.repeat(500) }));
    const shown = shownPlan(head, many);
    expect(bytesOf(shown)).toBeLessThan(32_768);
    expect(shown.changes.length + shown.notShown).toBe(300);
    expect(shown.notShown).toBeGreaterThan(0);
    const huge = shownPlan(head, [planned('a', null, { Policy: 'p'.repeat(50_000) })]);
    expect(huge).toMatchObject({ changes: [{ calls: [{ call: 's3:PutBucketPolicy' }] }], notShown: 0 });
    expect(huge.changes[0]?.calls[0]).not.toHaveProperty('input');
  });

  it('holds nothing that a row cannot', () => {
    const [shown] = shownPlan(head, [planned('a', null, { Policy: 'x\0y\ud800z' })]).changes;
    expect(shown?.calls[0]?.input).toEqual({ Bucket: 'a', Policy: 'x�y�z' });
  });
});
