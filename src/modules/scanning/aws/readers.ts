import { type Service } from '../domain/resource-type.js';
import { ec2AddressReader } from './ec2/address.js';
import { ec2InstanceReader } from './ec2/instance.js';
import { ec2VolumeReader } from './ec2/volume.js';
import { iamAccessKeyReader } from './iam/access-key.js';
import { iamUserReader } from './iam/user.js';
import { type Reader, type Scope } from './reader.js';
import { s3BucketReader } from './s3/bucket.js';

/** One reader for each type of domain/resources. */
export const readers: readonly Reader[] = [
  ec2InstanceReader,
  ec2VolumeReader,
  ec2AddressReader,
  s3BucketReader,
  iamUserReader,
  iamAccessKeyReader,
];

/** What a scan runs for a service: each type comes from exactly one of them. */
export const listersOf = (service: Service, scope: Scope): readonly Reader[] =>
  readers.filter((reader) => reader.lists && reader.type.service === service && reader.scope === scope);

/** The reader of a type (`AWS::IAM::AccessKey`), to describe one resource. */
export const readerOf = (type: string): Reader | undefined =>
  readers.find((reader) => reader.type.type === type);
