import { describe, expect, it } from '@jest/globals';
import { bucket, context, denied } from '../../../../../../test/support/scanning-examples.js';
import { accountLevelPublicAccessBlocks, bucketLevelPublicAccessBlock } from './public-access-blocks.js';

const all = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

describe.each([
  [
    's3_bucket_level_public_access_block',
    (publicAccessBlock: unknown) =>
      bucketLevelPublicAccessBlock.evaluate({ ...bucket(), publicAccessBlock }, context()),
  ],
  [
    's3_account_level_public_access_blocks',
    (publicAccessBlock: unknown) => accountLevelPublicAccessBlocks.evaluate({ publicAccessBlock }, context()),
  ],
])('%s', (_id, decide) => {
  it('passes with all four settings', () => {
    expect(decide(all).verdict).toBe('pass');
  });

  it.each(Object.keys(all))('fails without %s', (setting) => {
    expect(decide({ ...all, [setting]: false })).toMatchObject({
      verdict: 'fail',
      evidence: { off: [setting] },
    });
  });

  it('fails without a configuration, and knows nothing where it may not be read', () => {
    expect(decide(null)).toMatchObject({ verdict: 'fail', evidence: { off: Object.keys(all) } });
    expect(decide(denied).verdict).toBe('no_evidence');
  });
});
