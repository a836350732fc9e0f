import {
  type ElbAttributes,
  type ElbListener,
  type ElbLoadBalancer,
} from '../../../src/modules/scanning/domain/resources/elb/load-balancer.js';
import { daysAgo } from '../scanning-examples.js';

const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/1';

/** An HTTPS listener of TLS 1.2 and 1.3. */
export const httpsListener = (changed: Partial<ElbListener> = {}): ElbListener => ({
  arn: `${LISTENER}/443`,
  protocol: 'HTTPS',
  port: 443,
  sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  tls: {
    protocols: ['TLSv1.2', 'TLSv1.3'],
    ciphers: ['ECDHE-RSA-AES128-GCM-SHA256', 'TLS_AES_128_GCM_SHA256'],
  },
  certificateArns: ['arn:aws:acm:eu-west-1:123456789012:certificate/1'],
  httpActions: [],
  ...changed,
});

/** A plain HTTP listener that redirects everything to HTTPS. */
export const httpListener = (changed: Partial<ElbListener> = {}): ElbListener => ({
  arn: `${LISTENER}/80`,
  protocol: 'HTTP',
  port: 80,
  sslPolicy: null,
  tls: null,
  certificateArns: [],
  httpActions: [{ rule: 'default', type: 'redirect', protocol: 'HTTPS', statusCode: 'HTTP_301' }],
  ...changed,
});

export const balancerAttributes = (changed: Partial<ElbAttributes> = {}): ElbAttributes => ({
  deletionProtection: true,
  accessLogs: { enabled: true, bucket: 'balancer-logs' },
  desyncMitigationMode: 'defensive',
  dropInvalidHeaderFields: true,
  ...changed,
});

/** An application load balancer that every control passes. */
export const loadBalancer = (changed: Partial<ElbLoadBalancer> = {}): ElbLoadBalancer => ({
  name: 'shop',
  arn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/1',
  kind: 'application',
  scheme: 'internet-facing',
  state: 'active',
  dnsName: 'shop-1.eu-west-1.elb.amazonaws.com',
  vpcId: 'vpc-1',
  ipAddressType: 'ipv4',
  createdAt: daysAgo(400),
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  securityGroupIds: ['sg-1'],
  attributes: balancerAttributes(),
  listeners: [httpsListener(), httpListener()],
  tags: {},
  ...changed,
});
