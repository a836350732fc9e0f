import { describe, expect, it } from '@jest/globals';
import { type Answer, sdkError } from '../../../../../test/controls/proof.js';
import { at, denial, ec2, list, own, ref } from '../../../../../test/support/examples/ec2-calls.js';
import { ec2FlowLog } from '../../domain/resources/ec2/flow-log.js';
import { type Ec2RouteTable } from '../../domain/resources/ec2/route-table.js';
import { type Ec2Vpc } from '../../domain/resources/ec2/vpc.js';
import { ec2NetworkAclReader } from './network-acl.js';
import { ec2NetworkReaders } from './network.js';
import { ec2RouteTableReader } from './route-table.js';
import { ec2SubnetReader } from './subnet.js';
import { ec2VpcReader } from './vpc.js';

describe('VPCs', () => {
  it('have their flow logs, which are found beside them, by one call for all', async () => {
    const { of, calls } = await list(ec2VpcReader, {
      describeFlowLogs: {
        FlowLogs: [
          { FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'ALL', FlowLogStatus: 'ACTIVE' },
          { FlowLogId: 'fl-2', ResourceId: 'subnet-1', TrafficType: 'ALL' },
        ],
      },
      describeVpcs: {
        Vpcs: [
          { VpcId: 'vpc-1', ...own },
          { VpcId: 'vpc-2', OwnerId: '210987654321' },
        ],
      },
    });
    expect(calls).toEqual(['describeFlowLogs', 'describeVpcs']);
    expect(of({ type: 'AWS::EC2::VPC' })).toMatchObject([{ id: 'vpc-1', flowLogs: [{ id: 'fl-1' }] }]);
    expect(of(ec2FlowLog)).toHaveLength(2);
  });

  it('are not told to have none where they could not be read', async () => {
    const { of } = await list(ec2VpcReader, {
      describeFlowLogs: denial,
      describeVpcs: { Vpcs: [{ VpcId: 'vpc-1' }] },
    });
    expect(of<Ec2Vpc>({ type: 'AWS::EC2::VPC' })[0]?.flowLogs).toMatchObject({ noEvidence: 'denied' });
  });

  it('leave out blocks that are no longer associated', async () => {
    const { of } = await list(ec2VpcReader, {
      describeFlowLogs: {},
      describeVpcs: {
        Vpcs: [
          {
            VpcId: 'vpc-1',
            CidrBlock: '10.0.0.0/16',
            CidrBlockAssociationSet: [
              { CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } },
              { CidrBlock: '10.9.0.0/16', CidrBlockState: { State: 'disassociated' } },
            ],
            Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/56' }],
          },
        ],
      },
    });
    expect(of<Ec2Vpc>({ type: 'AWS::EC2::VPC' })[0]?.cidrs).toEqual(['10.0.0.0/16', '2001:db8::/56']);
  });
});

describe('route tables', () => {
  const table = (...targets: object[]) => ({
    describeRouteTables: {
      RouteTables: [
        {
          ...{ RouteTableId: 'rtb-1', VpcId: 'vpc-1' },
          Routes: targets.map((target) => ({ DestinationCidrBlock: '10.1.0.0/16', ...target })),
        },
      ],
    },
  });
  const tables = { type: 'AWS::EC2::RouteTable' };

  it('cost no more than their own call where none leads through a peering connection', async () => {
    const { of, calls } = await list(
      ec2RouteTableReader,
      table({ GatewayId: 'local' }, { TransitGatewayId: 'tgw-1' }),
    );
    expect(calls).toEqual(['describeRouteTables']);
    expect(of<Ec2RouteTable>(tables)[0]).toMatchObject({
      routes: [{ target: 'local' }, { target: 'tgw-1' }],
      peerCidrs: {},
    });
  });

  it.each(['RequesterVpcInfo', 'AccepterVpcInfo'])('tell the CIDRs of the other VPC, %s', async (peer) => {
    const self = peer === 'RequesterVpcInfo' ? 'AccepterVpcInfo' : 'RequesterVpcInfo';
    const connection = {
      VpcPeeringConnectionId: 'pcx-1',
      [self]: { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' },
      [peer]: {
        ...{
          VpcId: 'vpc-2',
          CidrBlock: '10.1.0.0/16',
          Ipv6CidrBlockSet: [{ Ipv6CidrBlock: '2001:db8::/56' }],
        },
        CidrBlockSet: [{ CidrBlock: '10.1.0.0/16' }, { CidrBlock: '10.2.0.0/16' }],
      },
    };
    const answers = {
      ...table({ VpcPeeringConnectionId: 'pcx-1' }, { VpcPeeringConnectionId: 'pcx-gone' }),
      describeVpcPeeringConnections: { VpcPeeringConnections: [connection] },
    };
    const { of } = await list(ec2RouteTableReader, answers);
    expect(of<Ec2RouteTable>(tables)[0]?.peerCidrs).toEqual({
      'pcx-1': ['10.1.0.0/16', '10.2.0.0/16', '2001:db8::/56'],
      'pcx-gone': null,
    });
    const unasked = await list(ec2RouteTableReader, answers, new Set(['tags']));
    expect(unasked.calls).toEqual(['describeRouteTables']);
    expect(unasked.of(tables)).toMatchObject([{ peerCidrs: { noEvidence: 'not_read' } }]);
  });
});

describe('network ACLs', () => {
  it('read numbers as protocols, and entries in the order in which they are asked', async () => {
    const entry = (RuleNumber: number, Protocol: string, more: object) => ({
      ...{ RuleNumber, Protocol, RuleAction: 'allow', Egress: false, CidrBlock: '0.0.0.0/0', ...more },
    });
    const { of } = await list(ec2NetworkAclReader, {
      describeNetworkAcls: {
        NetworkAcls: [
          {
            NetworkAclId: 'acl-1',
            Associations: [{ SubnetId: 'subnet-1' }],
            Entries: [
              entry(100, '-1', { Egress: true }),
              entry(32767, '-1', { RuleAction: 'deny' }),
              entry(200, '6', { PortRange: { From: 22, To: 23 } }),
              entry(150, '58', {
                CidrBlock: undefined,
                Ipv6CidrBlock: '::/0',
                IcmpTypeCode: { Type: 8, Code: -1 },
              }),
            ],
          },
        ],
      },
    });
    expect(of({ type: 'AWS::EC2::NetworkAcl' })).toMatchObject([
      {
        subnetIds: ['subnet-1'],
        entries: [
          { ruleNumber: 150, protocol: 'icmpv6', cidr: '::/0', icmp: { type: 8, code: null } },
          { ruleNumber: 200, protocol: 'tcp', fromPort: 22, toPort: 23, icmp: null },
          { ruleNumber: 32767, action: 'deny', protocol: 'all', fromPort: null },
          { ruleNumber: 100, direction: 'egress' },
        ],
      },
    ]);
  });
});

describe('the types of EC2’s networks', () => {
  const empty: Record<string, Answer> = {
    ...{ describeNetworkInterfaces: {}, describeSecurityGroups: {}, describeFlowLogs: {}, describeVpcs: {} },
    ...{ describeSubnets: {}, describeRouteTables: {}, describeNetworkAcls: {} },
  };

  it('cost one call each in an empty region', async () => {
    const calls: string[] = [];
    for (const reader of ec2NetworkReaders.filter(({ lists }) => lists))
      calls.push(...(await list(reader, empty)).calls);
    expect(calls.sort()).toEqual(Object.keys(empty).sort());
  });

  it('read pages to the end', async () => {
    const { of } = await list(ec2SubnetReader, {
      describeSubnets: ({ NextToken }: { NextToken?: string }) =>
        NextToken === undefined
          ? { Subnets: [{ SubnetId: 'subnet-1' }], NextToken: 'more' }
          : { Subnets: [{ SubnetId: 'subnet-2' }] },
    });
    expect(of({ type: 'AWS::EC2::Subnet' })).toHaveLength(2);
  });

  it.each([
    ['security-group', 'describeSecurityGroups', 'InvalidGroup.NotFound'],
    ['network-interface', 'describeNetworkInterfaces', 'InvalidNetworkInterfaceID.NotFound'],
    ['vpc-flow-log', 'describeFlowLogs', 'InvalidFlowLogId.NotFound'],
    ['vpc', 'describeVpcs', 'InvalidVpcID.NotFound'],
    ['subnet', 'describeSubnets', 'InvalidSubnetID.NotFound'],
    ['route-table', 'describeRouteTables', 'InvalidRouteTableID.NotFound'],
    ['network-acl', 'describeNetworkAcls', 'InvalidNetworkAclID.NotFound'],
  ])('describe a %s that is gone as none', async (kind, operation, code) => {
    const id = `${kind}-1`;
    const reader = ec2NetworkReaders.find(({ type }) => type.arn({ id }, at) === ref(kind, id).arn);
    const gone = await reader?.describe(ec2({ [operation]: sdkError(code) }).aws, ref(kind, id));
    expect(gone).toBeNull();
    const none = await reader?.describe(ec2({ [operation]: {} }).aws, ref(kind, id));
    expect(none).toBeNull();
  });
});
