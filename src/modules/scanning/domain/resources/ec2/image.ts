import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { isoTime, nameTag, tags } from '../shared.js';

export const imageDevice = z.object({
  device: z.string(),
  /** null: a blank volume, made at launch. */
  snapshotId: z.string().nullable(),
  sizeGb: z.number().nullable(),
  volumeType: z.string().nullable(),
  /** null: the answer does not say. */
  encrypted: z.boolean().nullable(),
});

/** An Amazon Machine Image that the account owns. */
export const ec2Image = resourceType({
  type: 'AWS::EC2::Image',
  service: 'ec2',
  schema: z.object({
    id: z.string(),
    name: z.string().nullable(),
    description: z.string().nullable(),
    /** `available`, `pending`, `disabled` … */
    state: z.string(),
    /** Every AWS account can launch it. */
    public: z.boolean(),
    createdAt: isoTime.nullable(),
    architecture: z.string().nullable(),
    platformDetails: z.string().nullable(),
    virtualizationType: z.string().nullable(),
    /** `ebs` or `instance-store`. */
    rootDeviceType: z.string().nullable(),
    /** `v2.0`: what is launched from it needs IMDSv2. */
    imdsSupport: z.string().nullable(),
    /** The EBS volumes that a launch makes; instance store devices hold nothing of the image. */
    devices: z.array(imageDevice),
    tags,
  }),
  volatile: [],
  // AWS's ARN of an image names no account:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  arn: (image, at) => imageArn('image', image.id, at),
  name: (image) => {
    const name = nameTag(image);
    return name === image.id ? (image.name ?? image.id) : name;
  },
  tags: (image) => image.tags,
  relates: (image, at) =>
    image.devices.flatMap(({ snapshotId }) =>
      snapshotId === null ? [] : imageArn('snapshot', snapshotId, at),
    ),
});

const imageArn = (kind: string, id: string, at: { partition: string; region: string }): string =>
  `arn:${at.partition}:ec2:${at.region}::${kind}/${id}`;

export type Ec2Image = z.infer<typeof ec2Image.schema>;
export type ImageDevice = z.infer<typeof imageDevice>;
