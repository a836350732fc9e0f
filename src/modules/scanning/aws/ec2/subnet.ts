import { type Subnet } from '@aws-sdk/client-ec2';
import { ec2Subnet, type Ec2Subnet } from '../../domain/resources/ec2/subnet.js';
import { idOf, tagMap, text } from '../fields.js';
import { present } from '../map-concurrent.js';
import { reader, unlessGone } from '../reader.js';
import { isOwn, pagesOf } from './pages.js';

const PAGE = 1_000;

export const ec2SubnetReader = reader(ec2Subnet, {
  scope: 'region',
  list: async function* (aws) {
    const ec2 = await aws.ec2();
    const pages = pagesOf((NextToken) => ec2.describeSubnets({ MaxResults: PAGE, NextToken }));
    for await (const { Subnets = [] } of pages)
      yield present(Subnets.filter(isOwn(aws.account.accountId)).map(toSubnet));
  },
  describe: async (aws, ref) => {
    const ec2 = await aws.in(ref.region).ec2();
    const found = await unlessGone(
      () => ec2.describeSubnets({ SubnetIds: [idOf(ref)] }),
      'InvalidSubnetID.NotFound',
    );
    const [subnet] = found?.Subnets ?? [];
    return subnet === undefined ? null : toSubnet(subnet);
  },
});

function toSubnet(subnet: Subnet): Ec2Subnet | null {
  if (subnet.SubnetId === undefined) return null;
  const ipv6 = (subnet.Ipv6CidrBlockAssociationSet ?? [])
    .filter(
      ({ Ipv6CidrBlockState }) => !['disassociated', 'failed'].includes(Ipv6CidrBlockState?.State ?? ''),
    )
    .map(({ Ipv6CidrBlock }) => Ipv6CidrBlock);
  return {
    id: subnet.SubnetId,
    vpcId: text(subnet.VpcId),
    availabilityZone: text(subnet.AvailabilityZone),
    cidrs: [subnet.CidrBlock, ...ipv6].flatMap((cidr) => text(cidr) ?? []).sort(),
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch ?? false,
    assignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation ?? false,
    defaultForAz: subnet.DefaultForAz ?? false,
    tags: tagMap(subnet.Tags),
  };
}
