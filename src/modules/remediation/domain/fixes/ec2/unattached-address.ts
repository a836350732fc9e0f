import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';

const address = z.object({
  PublicIp: z.string(),
  AssociationId: z.string().optional(),
  InstanceId: z.string().optional(),
  NetworkInterfaceId: z.string().optional(),
  NetworkBorderGroup: z.string().optional(),
  PublicIpv4Pool: z.string().optional(),
  /** A service of AWS holds it for what it runs: `alb`, `nlb`, `rnat`, `rds` … */
  ServiceManaged: z.string().optional(),
});

/** AWSEC2/latest/APIReference/API_ReleaseAddress.html */
export const releaseAddress = fix({
  controls: ['ec2_address_unattached'],
  type: 'AWS::EC2::EIP',
  title: 'Release the unattached Elastic IP address',
  loses:
    'The public address: AWS gives it to somebody else, and it can be had back only while nobody has it.',
  reads: {
    addresses: read(
      'ec2',
      'DescribeAddresses',
      z.object({ Addresses: z.array(address) }),
      ({ name }) => ({ AllocationIds: [name] }),
      { absent: 'InvalidAllocationID.NotFound' },
    ),
  },
  actions: ['ec2:ReleaseAddress'],
  plan: ({ target: { name }, state: { addresses } }) => {
    const [address] = addresses?.Addresses ?? [];
    if (address === undefined) return nothing('The address is gone');
    const { PublicIp, AssociationId, InstanceId, NetworkInterfaceId, PublicIpv4Pool = 'amazon' } = address;
    const user = [AssociationId, InstanceId, NetworkInterfaceId].find((one) => (one ?? '') !== '');
    if (user !== undefined) return nothing(`It is associated (${user})`);
    if (address.ServiceManaged !== undefined)
      return refuse(`AWS holds it for its service ${address.ServiceManaged}`);
    if (PublicIpv4Pool !== 'amazon') {
      return refuse(`It is of the pool ${PublicIpv4Pool}, which is the account's own: it costs nothing`);
    }
    return change(
      `${PublicIp} will be released: look first that no DNS record, allow list or partner names it`,
      [
        call(
          'ec2',
          'ReleaseAddress',
          {
            AllocationId: name,
            // that of a Local Zone has to be named
            ...(address.NetworkBorderGroup === undefined
              ? {}
              : { NetworkBorderGroup: address.NetworkBorderGroup }),
          },
          { done: ['InvalidAllocationID.NotFound'] },
        ),
      ],
    );
  },
  holds: ({ addresses }) => (addresses?.Addresses.length ?? 0) === 0,
});
