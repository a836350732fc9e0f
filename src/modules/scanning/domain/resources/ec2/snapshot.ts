import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, isoTime, nameTag, tags } from '../shared.js';

export const ec2Snapshot = resourceType({
  type: 'AWS::EC2::Snapshot',
  service: 'ec2',
  schema: z.object({
    id: z.string(),
    /** AWS's placeholder (`vol-ffffffff`) where the snapshot was copied. */
    volumeId: z.string().nullable(),
    /** `completed`, `pending`, `error`, `recovering`, `recoverable`. */
    state: z.string(),
    sizeGb: z.number(),
    encrypted: z.boolean(),
    kmsKeyId: z.string().nullable(),
    /** `standard` or `archive`. */
    storageTier: z.string().nullable(),
    description: z.string().nullable(),
    startedAt: isoTime.nullable(),
    tags,
    /** Every AWS account can make a volume from it. */
    public: part(z.boolean()),
  }),
  volatile: [],
  // AWS's ARN of a snapshot names no account:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  arn: (snapshot, at) => `arn:${at.partition}:ec2:${at.region}::snapshot/${snapshot.id}`,
  name: nameTag,
  tags: (snapshot) => snapshot.tags,
  relates: (snapshot, at) => [
    ...(snapshot.volumeId === null ? [] : [ec2Arn('volume', snapshot.volumeId, at)]),
    ...(snapshot.kmsKeyId === null ? [] : [snapshot.kmsKeyId]),
  ],
});

export type Ec2Snapshot = z.infer<typeof ec2Snapshot.schema>;
