import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, nameTag, tags } from '../shared.js';

export const ec2Address = resourceType({
  type: 'AWS::EC2::EIP',
  service: 'ec2',
  schema: z.object({
    /** The allocation id (`eipalloc-…`). */
    id: z.string(),
    publicIp: z.string().nullable(),
    associationId: z.string().nullable(),
    instanceId: z.string().nullable(),
    networkInterfaceId: z.string().nullable(),
    privateIp: z.string().nullable(),
    networkBorderGroup: z.string().nullable(),
    /** `amazon`, or the pool of addresses that the account brought. */
    publicIpv4Pool: z.string().nullable(),
    tags,
  }),
  volatile: [],
  arn: (address, at) => ec2Arn('elastic-ip', address.id, at),
  name: nameTag,
  tags: (address) => address.tags,
  relates: (address, at) => [
    ...(address.instanceId === null ? [] : [ec2Arn('instance', address.instanceId, at)]),
    ...(address.networkInterfaceId === null
      ? []
      : [ec2Arn('network-interface', address.networkInterfaceId, at)]),
  ],
});

export type Ec2Address = z.infer<typeof ec2Address.schema>;
