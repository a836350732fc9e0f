import { type NetworkInterface } from '@aws-sdk/client-ec2';
import {
  ec2NetworkInterface,
  type Ec2NetworkInterface,
} from '../../domain/resources/ec2/network-interface.js';
import { idOf, tagMap, text } from '../fields.js';
import { present } from '../map-concurrent.js';
import { unlessGone } from '../reader.js';
import { pagesOf } from './pages.js';
import { readerBefore } from './read-before.js';

const PAGE = 1_000;

/** Listed with the security groups, which are unused where no interface has them. */
export const ec2NetworkInterfaceReader = readerBefore(ec2NetworkInterface, {
  pages: async function* (aws) {
    const ec2 = await aws.ec2();
    const pages = pagesOf((NextToken) => ec2.describeNetworkInterfaces({ MaxResults: PAGE, NextToken }));
    for await (const { NetworkInterfaces = [] } of pages) yield present(NetworkInterfaces.map(toInterface));
  },
  isOwn: ({ ownerId }, { account }) => ownerId === null || ownerId === account.accountId,
  describe: async (aws, ref) => {
    const ec2 = await aws.in(ref.region).ec2();
    const found = await unlessGone(
      () => ec2.describeNetworkInterfaces({ NetworkInterfaceIds: [idOf(ref)] }),
      'InvalidNetworkInterfaceID.NotFound',
    );
    const [networkInterface] = found?.NetworkInterfaces ?? [];
    return networkInterface === undefined ? null : toInterface(networkInterface);
  },
});

function toInterface(one: NetworkInterface): Ec2NetworkInterface | null {
  if (one.NetworkInterfaceId === undefined) return null;
  return {
    id: one.NetworkInterfaceId,
    ownerId: text(one.OwnerId),
    interfaceType: text(one.InterfaceType) ?? 'interface',
    status: one.Status ?? 'unknown',
    description: text(one.Description),
    vpcId: text(one.VpcId),
    subnetId: text(one.SubnetId),
    availabilityZone: text(one.AvailabilityZone),
    privateIp: text(one.PrivateIpAddress),
    publicIp: text(one.Association?.PublicIp),
    securityGroupIds: (one.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []).sort(),
    sourceDestCheck: one.SourceDestCheck ?? true,
    requesterManaged: one.RequesterManaged ?? false,
    requesterId: text(one.RequesterId),
    attachment:
      one.Attachment === undefined
        ? null
        : {
            instanceId: text(one.Attachment.InstanceId),
            instanceOwnerId: text(one.Attachment.InstanceOwnerId),
            deleteOnTermination: one.Attachment.DeleteOnTermination ?? false,
          },
    tags: tagMap(one.TagSet),
  };
}
