import { describe, expect, it } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { s3AccountPublicAccessBlock } from '../../domain/resources/s3/public-access-block.js';
import { s3AccountPublicAccessBlockReader } from './public-access-block.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'global' };

async function list(answer: object): Promise<unknown[]> {
  const aws = documentedAws({ s3control: { getPublicAccessBlock: answer } });
  const found: unknown[] = [];
  for await (const { configurations } of s3AccountPublicAccessBlockReader.list(aws, place))
    found.push(...configurations);
  return found;
}

describe('s3AccountPublicAccessBlockReader', () => {
  it('finds one setting in each account, set or not', async () => {
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true, IgnorePublicAcls: false };
    expect(await list({ PublicAccessBlockConfiguration })).toEqual([
      {
        publicAccessBlock: {
          blockPublicAcls: true,
          ignorePublicAcls: false,
          blockPublicPolicy: false,
          restrictPublicBuckets: false,
        },
      },
    ]);
    expect(await list(sdkError('NoSuchPublicAccessBlockConfiguration', 404))).toEqual([
      { publicAccessBlock: null },
    ]);
  });

  it('keeps the setting without evidence where it may not be read', async () => {
    expect(await list(sdkError('AccessDenied', 403))).toMatchObject([
      { publicAccessBlock: { noEvidence: 'denied' } },
    ]);
  });

  it('names it for the account', () => {
    expect(
      s3AccountPublicAccessBlock.arn({ publicAccessBlock: null }, { ...place, region: 'eu-west-1' }),
    ).toBe('arn:aws:s3::123456789012:s3-account-public-access-block');
  });
});
