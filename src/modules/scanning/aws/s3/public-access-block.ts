import { type PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type Part } from '../../domain/part.js';
import {
  type PublicAccessBlock,
  s3AccountPublicAccessBlock,
} from '../../domain/resources/s3/public-access-block.js';
import { read, reader } from '../reader.js';

export const s3AccountPublicAccessBlockReader = reader(s3AccountPublicAccessBlock, {
  scope: 'account',
  list: async function* (aws) {
    yield [{ publicAccessBlock: await accountPublicAccessBlockOf(aws) }];
  },
  describe: async (aws) => ({ publicAccessBlock: await accountPublicAccessBlockOf(aws) }),
});

/** The account's own, which every region tells alike. */
export async function accountPublicAccessBlockOf(aws: Aws): Promise<Part<PublicAccessBlock | null>> {
  const block = await read(
    async () => {
      const s3control = await aws.s3control();
      return s3control.getPublicAccessBlock({ AccountId: aws.account.accountId });
    },
    { absent: 'NoSuchPublicAccessBlockConfiguration' },
  );
  return isNoEvidence(block) ? block : toBlock(block?.PublicAccessBlockConfiguration);
}

export const toBlock = (block: PublicAccessBlockConfiguration | undefined): PublicAccessBlock | null =>
  block === undefined
    ? null
    : {
        blockPublicAcls: block.BlockPublicAcls ?? false,
        ignorePublicAcls: block.IgnorePublicAcls ?? false,
        blockPublicPolicy: block.BlockPublicPolicy ?? false,
        restrictPublicBuckets: block.RestrictPublicBuckets ?? false,
      };
