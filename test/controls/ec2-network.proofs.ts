import { type EC2 } from '@aws-sdk/client-ec2';
import { type Aws } from '../../src/platform/aws/index.js';
import { ec2Arn } from '../../src/modules/scanning/domain/resources/shared.js';
import { type ServiceProofs, type World } from './proof.js';

const REGION = 'eu-west-1';
const PREFIX = 'ec2_securitygroup_allow_ingress_from_internet_to_';

/** A port of each family that is asked about, as its control's id ends. */
const PORTS: Readonly<Record<string, number>> = {
  tcp_port_22: 22,
  tcp_port_3389: 3389,
  tcp_ftp_port_20_21: 21,
  tcp_port_telnet_23: 23,
  tcp_port_mysql_3306: 3306,
  tcp_port_postgres_5432: 5432,
  tcp_port_redis_6379: 6379,
  tcp_port_mongodb_27017_27018: 27018,
  tcp_port_memcached_11211: 11211,
  tcp_port_elasticsearch_kibana_9200_9300_5601: 5601,
  tcp_port_oracle_1521_2483: 2483,
  tcp_port_sql_server_1433_1434: 1434,
  tcp_port_kafka_9092: 9092,
  tcp_port_cassandra_7199_9160_8888: 8888,
};

type Permission = NonNullable<Parameters<EC2['authorizeSecurityGroupIngress']>[0]['IpPermissions']>[number];

const tcp = (from: number, to: number, more: Permission): Permission => ({
  ...{ IpProtocol: 'tcp', FromPort: from, ToPort: to },
  ...more,
});
const internet: Permission = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const internet6: Permission = { Ipv6Ranges: [{ CidrIpv6: '::/0' }] };
const office: Permission = { IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '8.8.8.0/24' }] };
const halves: Permission = { IpRanges: [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '128.0.0.0/1' }] };

async function build({ accountId, aws }: World): Promise<Record<string, string>> {
  const ec2 = await aws(REGION).ec2();
  const at = { partition: 'aws', accountId, region: REGION };
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
  const vpcId = Vpc?.VpcId ?? '';
  const all: Record<string, Record<string, string>> = {
    'security-group': await groupsOf(ec2, vpcId),
    'network-acl': await aclsOf(ec2, vpcId),
    subnet: await subnetsOf(ec2, vpcId),
    vpc: await flowLogsOf(aws(REGION), vpcId),
    'route-table': await peeringOf(ec2, vpcId),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([kind, ids]) =>
      Object.entries(ids).map(([name, id]) => [`${kind} ${name}`, ec2Arn(kind, id, at)]),
    ),
  );
}

async function groupsOf(ec2: EC2, VpcId: string): Promise<Record<string, string>> {
  const group = async (name: string, IpPermissions: Permission[]): Promise<string> => {
    const { GroupId = '' } = await ec2.createSecurityGroup({ GroupName: name, Description: name, VpcId });
    if (IpPermissions.length > 0) await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
    return GroupId;
  };
  const ids: Record<string, string> = {
    office: await group('office', [tcp(0, 65_535, office)]),
    web: await group('web', [tcp(443, 443, { ...internet, ...internet6 })]),
    'all traffic': await group('all traffic', [{ IpProtocol: '-1', ...internet6 }]),
    'wide range': await group('wide range', [tcp(443, 443, { IpRanges: [{ CidrIp: '52.0.0.0/8' }] })]),
  };
  for (const [id, port] of Object.entries(PORTS)) {
    const source = [internet, internet6, halves][port % 3] ?? internet;
    ids[id] = await group(id, [tcp(port - 1, port + 1, source)]);
  }
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({
    Filters: [{ Name: 'group-name', Values: ['default'] }],
  });
  const [bare, other] = [
    SecurityGroups.find((one) => one.VpcId === VpcId),
    SecurityGroups.find((one) => one.VpcId !== VpcId),
  ];
  const GroupId = bare?.GroupId ?? '';
  if (bare?.IpPermissions?.length)
    await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: bare.IpPermissions });
  if (bare?.IpPermissionsEgress?.length)
    await ec2.revokeSecurityGroupEgress({ GroupId, IpPermissions: bare.IpPermissionsEgress });
  const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: '10.0.9.0/24' });
  await ec2.createNetworkInterface({ SubnetId: Subnet?.SubnetId, Groups: [ids['web'] ?? ''] });
  return { ...ids, 'default without rules': GroupId, 'default as made': other?.GroupId ?? '' };
}

async function aclsOf(ec2: EC2, VpcId: string): Promise<Record<string, string>> {
  const acl = async (...entries: [number, 'allow' | 'deny', string, number?][]): Promise<string> => {
    const { NetworkAcl } = await ec2.createNetworkAcl({ VpcId });
    const NetworkAclId = NetworkAcl?.NetworkAclId ?? '';
    for (const [RuleNumber, RuleAction, CidrBlock, port] of entries) {
      await ec2.createNetworkAclEntry({
        ...{ NetworkAclId, RuleNumber, RuleAction, CidrBlock, Egress: false },
        ...(port === undefined ? { Protocol: '-1' } : { Protocol: '6', PortRange: { From: port, To: port } }),
      });
    }
    return NetworkAclId;
  };
  const closed = await acl(
    [90, 'deny', '0.0.0.0/0', 22],
    [91, 'deny', '0.0.0.0/0', 3389],
    [100, 'allow', '0.0.0.0/0'],
  );
  const open = await acl([100, 'allow', '0.0.0.0/0', 22], [110, 'allow', '0.0.0.0/0', 3389]);
  const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: '10.0.8.0/24' });
  const { NetworkAcls = [] } = await ec2.describeNetworkAcls({
    Filters: [{ Name: 'association.subnet-id', Values: [Subnet?.SubnetId ?? ''] }],
  });
  const [before] = NetworkAcls;
  const association = before?.Associations?.find(({ SubnetId }) => SubnetId === Subnet?.SubnetId);
  await ec2.replaceNetworkAclAssociation({
    ...{ AssociationId: association?.NetworkAclAssociationId, NetworkAclId: closed },
  });
  return { closed, open, 'as made': before?.NetworkAclId ?? '' };
}

async function subnetsOf(ec2: EC2, VpcId: string): Promise<Record<string, string>> {
  const { Subnet: one } = await ec2.createSubnet({ VpcId, CidrBlock: '10.0.1.0/24' });
  const { Subnet: other } = await ec2.createSubnet({ VpcId, CidrBlock: '10.0.2.0/24' });
  await ec2.modifySubnetAttribute({ SubnetId: other?.SubnetId, MapPublicIpOnLaunch: { Value: true } });
  return { private: one?.SubnetId ?? '', public: other?.SubnetId ?? '' };
}

async function flowLogsOf(aws: Aws, recorded: string): Promise<Record<string, string>> {
  const [ec2, s3] = [await aws.ec2(), await aws.s3()];
  const Bucket = `flow-logs-${recorded}`;
  await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
  await ec2.createFlowLogs({
    ...{ ResourceType: 'VPC', ResourceIds: [recorded], TrafficType: 'ALL' },
    ...{ LogDestinationType: 's3', LogDestination: `arn:aws:s3:::${Bucket}` },
  });
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.3.0.0/16' });
  return { recorded, unrecorded: Vpc?.VpcId ?? '' };
}

async function peeringOf(ec2: EC2, VpcId: string): Promise<Record<string, string>> {
  const { Vpc: peer } = await ec2.createVpc({ CidrBlock: '10.1.0.0/16' });
  const { VpcPeeringConnection } = await ec2.createVpcPeeringConnection({ VpcId, PeerVpcId: peer?.VpcId });
  const { VpcPeeringConnectionId } = VpcPeeringConnection ?? {};
  await ec2.acceptVpcPeeringConnection({ VpcPeeringConnectionId });
  const table = async (DestinationCidrBlock: string): Promise<string> => {
    const { RouteTable } = await ec2.createRouteTable({ VpcId });
    const RouteTableId = RouteTable?.RouteTableId ?? '';
    await ec2.createRoute({ RouteTableId, DestinationCidrBlock, VpcPeeringConnectionId });
    return RouteTableId;
  };
  return { 'to a subnet': await table('10.1.4.0/24'), 'to all': await table('10.1.0.0/16') };
}

/** Each control on EC2's networks, from what the emulator has. */
export const ec2NetworkProofs: ServiceProofs = {
  service: 'ec2',
  build,
  emulated: {
    ...Object.fromEntries(
      Object.keys(PORTS).map((id) => [
        `${PREFIX}${id}`,
        { pass: 'security-group office', fail: `security-group ${id}` },
      ]),
    ),
    [`${PREFIX}all_ports`]: { pass: 'security-group office', fail: 'security-group all traffic' },
    [`${PREFIX}any_port`]: { pass: 'security-group web', fail: 'security-group tcp_port_22' },
    ec2_securitygroup_default_restrict_traffic: {
      pass: 'security-group default without rules',
      fail: 'security-group default as made',
    },
    ec2_securitygroup_not_used: { pass: 'security-group web', fail: 'security-group office' },
    ec2_securitygroup_allow_wide_open_public_ipv4: {
      pass: 'security-group office',
      fail: 'security-group wide range',
    },
    ec2_networkacl_allow_ingress_any_port: { pass: 'network-acl open', fail: 'network-acl as made' },
    ec2_networkacl_allow_ingress_tcp_port_22: { pass: 'network-acl closed', fail: 'network-acl open' },
    ec2_networkacl_allow_ingress_tcp_port_3389: { pass: 'network-acl closed', fail: 'network-acl open' },
    ec2_networkacl_unused: { pass: 'network-acl closed', fail: 'network-acl open' },
    vpc_flow_logs_enabled: { pass: 'vpc recorded', fail: 'vpc unrecorded' },
    vpc_subnet_no_public_ip_by_default: { pass: 'subnet private', fail: 'subnet public' },
    vpc_peering_routing_tables_with_least_privilege: {
      pass: 'route-table to a subnet',
      fail: 'route-table to all',
    },
  },
};
