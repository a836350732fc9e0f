import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, isoTime, nameTag, tags } from '../shared.js';

export const ec2Volume = resourceType({
  type: 'AWS::EC2::Volume',
  service: 'ec2',
  schema: z.object({
    id: z.string(),
    /** `available`: nothing is attached; `in-use`, `creating`, `deleting`, `error`. */
    state: z.string(),
    sizeGb: z.number(),
    volumeType: z.string(),
    iops: z.number().nullable(),
    /** MiB/s; gp3 only. */
    throughput: z.number().nullable(),
    encrypted: z.boolean(),
    kmsKeyId: z.string().nullable(),
    snapshotId: z.string().nullable(),
    availabilityZone: z.string().nullable(),
    /** It can be attached to several instances at once. */
    multiAttach: z.boolean(),
    createdAt: isoTime.nullable(),
    attachments: z.array(
      z.object({
        instanceId: z.string(),
        device: z.string().nullable(),
        state: z.string().nullable(),
        deleteOnTermination: z.boolean(),
      }),
    ),
    tags,
    /** The account's newest complete snapshot of it; null: there is none. */
    newestSnapshot: part(z.object({ id: z.string(), startedAt: isoTime.nullable() }).nullable()),
  }),
  // a new one each day is backup at work, not a change of the volume
  volatile: ['newestSnapshot'],
  arn: (volume, at) => ec2Arn('volume', volume.id, at),
  name: nameTag,
  tags: (volume) => volume.tags,
  relates: (volume, at) => [
    ...volume.attachments.map((attachment) => ec2Arn('instance', attachment.instanceId, at)),
    ...(volume.kmsKeyId === null ? [] : [volume.kmsKeyId]),
  ],
});

export type Ec2Volume = z.infer<typeof ec2Volume.schema>;
