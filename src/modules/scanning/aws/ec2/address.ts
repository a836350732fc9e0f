import { type Address } from '@aws-sdk/client-ec2';
import { ec2Address, type Ec2Address } from '../../domain/resources/ec2/address.js';
import { idOf, tagMap, text } from '../fields.js';
import { chunks, present } from '../map-concurrent.js';
import { reader, unlessGone } from '../reader.js';

const PAGE = 1_000;

export const ec2AddressReader = reader(ec2Address, {
  scope: 'region',
  list: async function* (aws) {
    const ec2 = await aws.ec2();
    // the one list call of EC2 that has no pages: a region's quota is 5 addresses
    const { Addresses = [] } = await ec2.describeAddresses({});
    for (const page of chunks(Addresses, PAGE)) yield present(page.map(toAddress));
  },
  describe: async (aws, ref) => {
    const ec2 = await aws.in(ref.region).ec2();
    const found = await unlessGone(
      () => ec2.describeAddresses({ AllocationIds: [idOf(ref)] }),
      ['InvalidAllocationID.NotFound', 'InvalidAddress.NotFound', 'InvalidAddressID.NotFound'],
    );
    const [address] = found?.Addresses ?? [];
    return address === undefined ? null : toAddress(address);
  },
});

function toAddress(address: Address): Ec2Address | null {
  if (address.AllocationId === undefined) return null;
  return {
    id: address.AllocationId,
    publicIp: text(address.PublicIp),
    associationId: text(address.AssociationId),
    instanceId: text(address.InstanceId),
    networkInterfaceId: text(address.NetworkInterfaceId),
    privateIp: text(address.PrivateIpAddress),
    networkBorderGroup: text(address.NetworkBorderGroup),
    publicIpv4Pool: text(address.PublicIpv4Pool),
    tags: tagMap(address.Tags),
  };
}
