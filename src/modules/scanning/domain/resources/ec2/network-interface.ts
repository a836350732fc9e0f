import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, nameTag, tags } from '../shared.js';

export const ec2NetworkInterface = resourceType({
  type: 'AWS::EC2::NetworkInterface',
  service: 'ec2',
  schema: z.object({
    id: z.string(),
    /** The account that made it, also within a VPC of another. */
    ownerId: z.string().nullable(),
    /** `interface`, `lambda`, `nat_gateway`, `vpc_endpoint`, `network_load_balancer` … */
    interfaceType: z.string(),
    /** `available`: nothing has it; `in-use`, `associated`, `attaching`, `detaching`. */
    status: z.string(),
    description: z.string().nullable(),
    vpcId: z.string().nullable(),
    subnetId: z.string().nullable(),
    availabilityZone: z.string().nullable(),
    privateIp: z.string().nullable(),
    publicIp: z.string().nullable(),
    securityGroupIds: z.array(z.string()),
    /** Off for what passes on other machines' traffic: NAT, routers, firewalls. */
    sourceDestCheck: z.boolean(),
    /** An AWS service made it and looks after it. */
    requesterManaged: z.boolean(),
    requesterId: z.string().nullable(),
    attachment: z
      .object({
        /** null: attached to something of an AWS service. */
        instanceId: z.string().nullable(),
        instanceOwnerId: z.string().nullable(),
        deleteOnTermination: z.boolean(),
      })
      .nullable(),
    tags,
  }),
  volatile: [],
  arn: (networkInterface, at) => ec2Arn('network-interface', networkInterface.id, at),
  name: nameTag,
  tags: (networkInterface) => networkInterface.tags,
  relates: ({ vpcId, subnetId, securityGroupIds, attachment }, at) => [
    ...(vpcId === null ? [] : [ec2Arn('vpc', vpcId, at)]),
    ...(subnetId === null ? [] : [ec2Arn('subnet', subnetId, at)]),
    ...securityGroupIds.map((id) => ec2Arn('security-group', id, at)),
    ...(attachment === null || attachment.instanceId === null
      ? []
      : [ec2Arn('instance', attachment.instanceId, at)]),
  ],
});

export type Ec2NetworkInterface = z.infer<typeof ec2NetworkInterface.schema>;
