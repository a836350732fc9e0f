import { EC2 } from '@aws-sdk/client-ec2';
import { emulator } from './emulator.js';
import { type FailingResource, type FixProof, type FixWorld, sdkError } from './proof.js';

const REGION = 'eu-west-1';
const TO = 'ec2_securitygroup_allow_ingress_from_internet_to_';

type Permission = NonNullable<Parameters<EC2['authorizeSecurityGroupIngress']>[0]['IpPermissions']>[number];
type Place = { ec2: EC2; vpcId: string; world: FixWorld };

const tcp = (FromPort: number, ToPort: number, more: Permission): Permission => ({
  ...{ IpProtocol: 'tcp', FromPort, ToPort },
  ...more,
});
const all4 = { CidrIp: '0.0.0.0/0' };
const all6 = { CidrIpv6: '::/0' };

/** In a VPC of its own. */
const inVpc =
  (kind: string, make: (place: Place) => Promise<string>, more: Partial<FailingResource> = {}) =>
  async (world: FixWorld): Promise<FailingResource> => {
    const ec2 = await world.aws(REGION).ec2();
    const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
    const id = await make({ ec2, vpcId: Vpc?.VpcId ?? '', world });
    return { arn: `arn:aws:ec2:${REGION}:${world.accountId}:${kind}/${id}`, region: REGION, ...more };
  };

interface Authorized {
  permissions: Permission[];
  tags?: Record<string, string>;
}

/** With a rule that no fix may touch beside the given ones. */
const group = (...calls: Authorized[]) =>
  inVpc('security-group', async ({ ec2, vpcId: VpcId }) => {
    const { GroupId = '' } = await ec2.createSecurityGroup({
      ...{ GroupName: 'proof', Description: 'of a fix', VpcId },
    });
    const office: Authorized = {
      permissions: [
        tcp(22, 22, {
          IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '8.8.8.0/24', Description: 'office' }],
        }),
      ],
    };
    for (const { permissions: IpPermissions, tags = {} } of [office, ...calls]) {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await ec2.authorizeSecurityGroupIngress({
        ...{ GroupId, IpPermissions },
        ...(Tags.length === 0
          ? {}
          : { TagSpecifications: [{ ResourceType: 'security-group-rule' as const, Tags }] }),
      });
    }
    return GroupId;
  });

const PORTS = [
  ...['tcp_port_22', 'tcp_port_3389', 'tcp_ftp_port_20_21', 'tcp_port_telnet_23', 'tcp_port_mysql_3306'],
  ...['tcp_port_postgres_5432', 'tcp_port_redis_6379', 'tcp_port_mongodb_27017_27018'],
  ...[
    'tcp_port_memcached_11211',
    'tcp_port_elasticsearch_kibana_9200_9300_5601',
    'tcp_port_oracle_1521_2483',
  ],
  ...['tcp_port_sql_server_1433_1434', 'tcp_port_kafka_9092', 'tcp_port_cassandra_7199_9160_8888'],
];
const fix = 'ec2_securitygroup_close_open_ports';

/** Descriptions and tags come back with the rules; AWS keeps them at each rule. */
const groupProofs: readonly FixProof[] = [
  ...PORTS.map((port): FixProof => {
    const [first] = port.replace(/^.*?_(\d)/, '$1').split('_');
    const range: Permission = { IpRanges: [{ ...all4, Description: 'for a day' }, { CidrIp: '9.9.9.0/24' }] };
    return {
      ...{ fix, control: `${TO}${port}` },
      make: group({
        permissions: [tcp(Number(first), Number(first), { ...range, Ipv6Ranges: [all6] })],
        tags: { why: 'migration', until: 'friday' },
      }),
    };
  }),
  {
    ...{ fix, control: `${TO}any_port` },
    make: group({
      permissions: [
        tcp(8080, 8090, { IpRanges: [all4] }),
        tcp(443, 443, { IpRanges: [all4], Ipv6Ranges: [all6] }),
        { IpProtocol: 'udp', FromPort: 53, ToPort: 53, Ipv6Ranges: [all6] },
      ],
    }),
  },
  {
    ...{ fix, control: `${TO}tcp_port_22`, name: 'where two halves are the whole' },
    make: group({
      permissions: [tcp(20, 30, { IpRanges: [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '128.0.0.0/1' }] })],
    }),
  },
  {
    ...{ fix: `${TO}all_ports`, control: `${TO}all_ports` },
    make: group({
      permissions: [
        { IpProtocol: '-1', IpRanges: [{ ...all4, Description: 'all' }] },
        tcp(443, 443, { IpRanges: [all4] }),
        { IpProtocol: 'udp', FromPort: 0, ToPort: 65_535, Ipv6Ranges: [all6] },
      ],
      tags: { why: 'nobody knows' },
    }),
  },
  {
    fix: 'ec2_securitygroup_allow_wide_open_public_ipv4',
    control: 'ec2_securitygroup_allow_wide_open_public_ipv4',
    make: group({
      permissions: [tcp(443, 443, { IpRanges: [{ CidrIp: '52.0.0.0/8', Description: 'a cloud' }, all4] })],
    }),
  },
  {
    fix: 'ec2_securitygroup_default_restrict_traffic',
    control: 'ec2_securitygroup_default_restrict_traffic',
    make: inVpc('security-group', async ({ ec2, vpcId }) => {
      const { SecurityGroups = [] } = await ec2.describeSecurityGroups({
        Filters: [{ Name: 'vpc-id', Values: [vpcId] }],
      });
      const GroupId = SecurityGroups.find(({ GroupName }) => GroupName === 'default')?.GroupId ?? '';
      await ec2.authorizeSecurityGroupIngress({
        ...{ GroupId, IpPermissions: [tcp(22, 22, { IpRanges: [{ ...all4, Description: 'ssh' }] })] },
      });
      return GroupId;
    }),
  },
];

const acl = (...entries: [number, 'allow' | 'deny', string][]) =>
  inVpc('network-acl', async ({ ec2, vpcId: VpcId }) => {
    const { NetworkAcl } = await ec2.createNetworkAcl({ VpcId });
    const NetworkAclId = NetworkAcl?.NetworkAclId ?? '';
    for (const [RuleNumber, RuleAction, cidr] of entries) {
      await ec2.createNetworkAclEntry({
        ...{ NetworkAclId, RuleNumber, RuleAction, Egress: false, Protocol: '-1' },
        ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
      });
    }
    return NetworkAclId;
  });

/** AWSEC2/latest/APIReference/errors-overview.html */
const entryThatIsGone = ({ accountId }: { accountId: string }) => ({
  ec2: {
    deleteNetworkAclEntry: async (input: { NetworkAclId: string; RuleNumber: number; Egress: boolean }) => {
      const ec2 = new EC2(await emulator(accountId));
      const { NetworkAcls } = await ec2.describeNetworkAcls({ NetworkAclIds: [input.NetworkAclId] });
      const isThere = NetworkAcls?.[0]?.Entries?.some(
        ({ RuleNumber, Egress }) => RuleNumber === input.RuleNumber && Egress === input.Egress,
      );
      if (isThere !== true) throw sdkError('InvalidNetworkAclEntry.NotFound');
      return ec2.deleteNetworkAclEntry(input);
    },
  },
});

const aclProofs: readonly FixProof[] = [
  {
    ...{ fix: 'ec2_networkacl_allow_ingress_tcp_port_22', name: 'as AWS makes it' },
    control: 'ec2_networkacl_allow_ingress_tcp_port_22',
    make: acl([100, 'allow', '0.0.0.0/0'], [101, 'allow', '::/0']),
    ...{ behind: entryThatIsGone, lacks: 'the emulator fails where an entry to delete is gone' },
  },
  {
    fix: 'ec2_networkacl_allow_ingress_tcp_port_3389',
    control: 'ec2_networkacl_allow_ingress_tcp_port_3389',
    make: acl([95, 'allow', '10.0.0.0/8'], [99, 'deny', '203.0.113.0/24'], [100, 'allow', '0.0.0.0/0']),
    ...{ behind: entryThatIsGone, lacks: 'the emulator fails where an entry to delete is gone' },
  },
];

const flows = 'vpc_flow_logs_enabled';
const bucketOf = (accountId: string) => `flows-${accountId}`;

export const ec2NetworkFixProofs: readonly FixProof[] = [
  ...groupProofs,
  ...aclProofs,
  {
    ...{ fix: flows, control: flows, name: 'to a bucket' },
    make: async (world) => {
      const Bucket = bucketOf(world.accountId);
      const s3 = await world.aws(REGION).s3();
      await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } });
      const vpc = inVpc('vpc', async ({ vpcId }) => vpcId);
      return { ...(await vpc(world)), settings: { destination: `arn:aws:s3:::${Bucket}` } };
    },
  },
  {
    ...{ fix: flows, control: flows, name: 'to a log group' },
    make: async (world) => {
      await (await world.aws(REGION).logs()).createLogGroup({ logGroupName: 'flows' });
      const vpc = inVpc('vpc', async ({ vpcId }) => vpcId);
      return {
        ...(await vpc(world)),
        settings: {
          destination: 'arn:aws:logs:{region}:{accountId}:log-group:flows:*',
          roleArn: 'arn:aws:iam::{accountId}:role/flows',
          trafficType: 'REJECT',
        },
      };
    },
  },
  {
    fix: 'vpc_subnet_no_public_ip_by_default',
    control: 'vpc_subnet_no_public_ip_by_default',
    make: inVpc('subnet', async ({ ec2, vpcId: VpcId }) => {
      const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: '10.0.1.0/24' });
      const SubnetId = Subnet?.SubnetId ?? '';
      await ec2.modifySubnetAttribute({ SubnetId, MapPublicIpOnLaunch: { Value: true } });
      return SubnetId;
    }),
  },
];
