import { type Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type ServiceProofs, type World } from './proof.js';

const REGION = 'eu-west-1';
const redirect: Action = {
  Type: 'redirect',
  RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' },
};

async function build({ aws }: World): Promise<Record<string, string>> {
  const { subnets, vpcId } = await network({ aws } as World);
  const elb = await aws(REGION).elb();
  const acm = await aws(REGION).acm();
  const { CertificateArn } = await acm.requestCertificate({ DomainName: 'shop.example.com' });
  const balancer = async (Name: string, Subnets: string[], Attributes: Record<string, string>) => {
    const { LoadBalancers: [made] = [] } = await elb.createLoadBalancer({ Name, Subnets });
    await elb.modifyLoadBalancerAttributes({
      LoadBalancerArn: made?.LoadBalancerArn,
      Attributes: Object.entries(Attributes).map(([Key, Value]) => ({ Key, Value })),
    });
    return made?.LoadBalancerArn ?? '';
  };
  const good = await balancer('good', subnets, {
    'deletion_protection.enabled': 'true',
    'access_logs.s3.enabled': 'true',
    'access_logs.s3.bucket': 'balancer-logs',
    'routing.http.desync_mitigation_mode': 'strictest',
    'routing.http.drop_invalid_header_fields.enabled': 'true',
  });
  const bad = await balancer('bad', subnets.slice(0, 1), {
    'routing.http.desync_mitigation_mode': 'monitor',
    'routing.http.drop_invalid_header_fields.enabled': 'false',
  });
  const { TargetGroups: [group] = [] } = await elb.createTargetGroup({
    ...{ Name: 'shop', Protocol: 'HTTP', Port: 80, VpcId: vpcId },
  });
  const forward: Action = { Type: 'forward', TargetGroupArn: group?.TargetGroupArn };
  const https = (LoadBalancerArn: string, SslPolicy: string) =>
    elb.createListener({
      ...{ LoadBalancerArn, SslPolicy, Protocol: 'HTTPS', Port: 443 },
      Certificates: [{ CertificateArn }],
      DefaultActions: [forward],
    });
  const http = (LoadBalancerArn: string) =>
    elb.createListener({ LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions: [redirect] });
  await https(good, 'ELBSecurityPolicy-TLS13-1-2-2021-06');
  await http(good);
  await https(bad, 'ELBSecurityPolicy-2016-08');
  // it redirects by default, but not by its rule
  const { Listeners: [listener] = [] } = await http(bad);
  await elb.createRule({
    ListenerArn: listener?.ListenerArn,
    Priority: 10,
    Conditions: [{ Field: 'path-pattern', Values: ['/old/*'] }],
    Actions: [forward],
  });
  return { good, bad };
}

async function network({ aws }: World): Promise<{ vpcId: string; subnets: string[] }> {
  const ec2 = await aws(REGION).ec2();
  const { Vpc: vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
  const subnet = async (zone: string, CidrBlock: string) => {
    const { Subnet: made } = await ec2.createSubnet({
      ...{ VpcId: vpc?.VpcId, CidrBlock, AvailabilityZone: `${REGION}${zone}` },
    });
    return made?.SubnetId ?? '';
  };
  return {
    vpcId: vpc?.VpcId ?? '',
    subnets: [await subnet('a', '10.0.0.0/24'), await subnet('b', '10.0.1.0/24')],
  };
}

const both = { pass: 'good', fail: 'bad' };

export const elbProofs: ServiceProofs = {
  service: 'elb',
  build,
  emulated: {
    elbv2_deletion_protection: both,
    elbv2_logging_enabled: both,
    elbv2_ssl_listeners: both,
    elbv2_insecure_ssl_ciphers: both,
    elbv2_desync_mitigation_mode: both,
    elbv2_drop_invalid_header_fields: both,
    elbv2_is_in_multiple_az: both,
  },
};
