import { type FixProof, type FixWorld } from './proof.js';

const REGION = 'eu-west-1';

const balancer =
  (attributes: Record<string, string>, settings: Record<string, unknown> = {}) =>
  async (world: FixWorld) => {
    const ec2 = await world.aws(REGION).ec2();
    const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
    const Subnets: string[] = [];
    for (const [i, zone] of ['a', 'b'].entries()) {
      const { Subnet } = await ec2.createSubnet({
        ...{ VpcId: Vpc?.VpcId, CidrBlock: `10.0.${i}.0/24`, AvailabilityZone: `${REGION}${zone}` },
      });
      Subnets.push(Subnet?.SubnetId ?? '');
    }
    const elb = await world.aws(REGION).elb();
    const { LoadBalancers: [made] = [] } = await elb.createLoadBalancer({ Name: 'shop', Subnets });
    const LoadBalancerArn = made?.LoadBalancerArn ?? '';
    await elb.modifyLoadBalancerAttributes({
      ...{ LoadBalancerArn, Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })) },
    });
    return { arn: LoadBalancerArn, region: REGION, settings };
  };

const MODE = 'routing.http.desync_mitigation_mode';
const DROP = 'routing.http.drop_invalid_header_fields.enabled';

export const elbFixProofs: readonly FixProof[] = [
  {
    ...{ fix: 'elbv2_deletion_protection', control: 'elbv2_deletion_protection' },
    make: balancer({ 'deletion_protection.enabled': 'false' }),
  },
  {
    ...{ fix: 'elbv2_desync_mitigation_mode', control: 'elbv2_desync_mitigation_mode' },
    make: balancer({ [MODE]: 'monitor' }),
  },
  {
    ...{ fix: 'elbv2_drop_invalid_header_fields', control: 'elbv2_drop_invalid_header_fields' },
    make: balancer({ [DROP]: 'false' }),
  },
  {
    // AWS takes no empty name of a bucket: that of logs which are off stays, and is of no concern
    ...{ fix: 'elbv2_logging_enabled', control: 'elbv2_logging_enabled' },
    make: balancer(
      { 'access_logs.s3.enabled': 'false', 'access_logs.s3.bucket': `logs-of-${REGION}` },
      { bucket: 'logs-of-{region}', prefix: 'shop' },
    ),
  },
];
