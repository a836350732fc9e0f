import { z } from 'zod';
import { part } from '../../part.js';
import { GLOBAL_REGION, resourceType } from '../../resource-type.js';
import { settingArn } from '../shared.js';

/** Public access as S3 can block it, of a bucket or a whole account; without a configuration nothing is blocked. */
export const publicAccessBlock = z.object({
  blockPublicAcls: z.boolean(),
  ignorePublicAcls: z.boolean(),
  blockPublicPolicy: z.boolean(),
  restrictPublicBuckets: z.boolean(),
});
export type PublicAccessBlock = z.infer<typeof publicAccessBlock>;

/** One for each account: what holds for all its buckets, present and future. */
export const s3AccountPublicAccessBlock = resourceType({
  type: 'AWS::S3::AccountPublicAccessBlock',
  service: 's3',
  schema: z.object({ publicAccessBlock: part(publicAccessBlock.nullable()) }),
  volatile: [],
  arn: (_setting, at) => settingArn('s3', 's3-account-public-access-block', { ...at, region: GLOBAL_REGION }),
  name: () => 's3-account-public-access-block',
  tags: () => ({}),
});

export type S3AccountPublicAccessBlock = z.infer<typeof s3AccountPublicAccessBlock.schema>;
