import { type ResourceType } from '../resource-type.js';
import { ec2Address } from './ec2-address.js';
import { ec2Instance } from './ec2-instance.js';
import { ec2Volume } from './ec2-volume.js';
import { iamAccessKey } from './iam-access-key.js';
import { iamUser } from './iam-user.js';
import { s3Bucket } from './s3-bucket.js';

/** Each type that a scan looks at; its reader stands in scanning/aws/readers.ts. */
export const resourceTypes: readonly ResourceType[] = [
  ec2Instance,
  ec2Volume,
  ec2Address,
  s3Bucket,
  iamUser,
  iamAccessKey,
];

/** The type of that name, e.g. `AWS::S3::Bucket`. */
export const resourceTypeOf = (type: string): ResourceType | undefined =>
  resourceTypes.find((candidate) => candidate.type === type);

export { ec2Address, ec2Instance, ec2Volume, iamAccessKey, iamUser, s3Bucket };
