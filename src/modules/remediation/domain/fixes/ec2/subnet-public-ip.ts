import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing, read } from '../../fix.js';

const set = (SubnetId: string, Value: boolean): Call =>
  call('ec2', 'ModifySubnetAttribute', { SubnetId, MapPublicIpOnLaunch: { Value } });

/** AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html */
export const noPublicIpOnLaunch = fix({
  controls: ['vpc_subnet_no_public_ip_by_default'],
  type: 'AWS::EC2::Subnet',
  title: 'Give no public IPv4 address to what is launched in the subnet',
  reads: {
    subnet: read(
      'ec2',
      'DescribeSubnets',
      z.object({
        Subnets: z.array(
          z.object({ MapPublicIpOnLaunch: z.boolean(), DefaultForAz: z.boolean().optional() }),
        ),
      }),
      ({ name }) => ({ SubnetIds: [name] }),
    ),
  },
  actions: ['ec2:ModifySubnetAttribute'],
  plan: ({ target: { name }, state: { subnet } }) => {
    const [{ MapPublicIpOnLaunch = false, DefaultForAz = false } = {}] = subnet.Subnets;
    if (!MapPublicIpOnLaunch) return nothing('It gives none');
    return change(
      [
        'What is launched in it from now on gets a public IPv4 address only where the launch asks for one: Auto Scaling groups and node groups that relied on it have no way to the internet',
        ...(DefaultForAz ? ['It is the default subnet of its zone'] : []),
      ],
      [set(name, false)],
    );
  },
  restore: ({ target: { name }, before: { subnet } }) =>
    subnet.Subnets[0]?.MapPublicIpOnLaunch === true ? [set(name, true)] : [],
});
