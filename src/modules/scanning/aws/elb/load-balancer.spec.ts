import { describe, expect, it } from '@jest/globals';
import { type Answers, documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type ElbLoadBalancer } from '../../domain/resources/elb/load-balancer.js';
import { elbLoadBalancerReader } from './load-balancer.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const arn = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/${name}/1`;
const names = (count: number) => Array.from({ length: count }, (_, i) => `b${i}`);

interface Asked {
  ResourceArns: string[];
  LoadBalancerArn: string;
}

const elbOf = (balancers: string[], changed: NonNullable<Answers['elb']> = {}) => ({
  describeLoadBalancers: {
    LoadBalancers: balancers.map((name) => ({
      ...{ LoadBalancerArn: arn(name), LoadBalancerName: name, Type: 'application' },
    })),
  },
  describeTags: ({ ResourceArns }: Asked) => ({
    TagDescriptions: ResourceArns.map((ResourceArn) => ({
      ResourceArn,
      Tags: [{ Key: 'Owner', Value: 'x' }],
    })),
  }),
  describeLoadBalancerAttributes: { Attributes: [] },
  describeListeners: { Listeners: [] },
  ...changed,
});

async function list(
  balancers: string[],
  changed: NonNullable<Answers['elb']> = {},
): Promise<ElbLoadBalancer[]> {
  const found: ElbLoadBalancer[] = [];
  const aws = documentedAws({ elb: elbOf(balancers, changed) });
  for await (const { configurations } of elbLoadBalancerReader.list(aws, place)) {
    for (const one of configurations)
      found.push(elbLoadBalancerReader.type.schema.parse(one) as ElbLoadBalancer);
  }
  return found;
}

describe('elbLoadBalancerReader', () => {
  it('asks for the tags of twenty at once', async () => {
    const asked: number[] = [];
    const found = await list(names(45), {
      describeTags: ({ ResourceArns }: Asked) => {
        asked.push(ResourceArns.length);
        return { TagDescriptions: ResourceArns.map((ResourceArn) => ({ ResourceArn, Tags: [] })) };
      },
    });
    expect(asked).toEqual([20, 20, 5]);
    expect(found).toHaveLength(45);
  });

  it('leaves out only the one that is gone, though AWS then gives the tags of none', async () => {
    const found = await list(['here', 'gone', 'too'], {
      describeTags: ({ ResourceArns }: Asked) => {
        if (ResourceArns.includes(arn('gone'))) throw sdkError('LoadBalancerNotFoundException');
        return { TagDescriptions: ResourceArns.map((ResourceArn) => ({ ResourceArn, Tags: [] })) };
      },
    });
    expect(found.map(({ name }) => name)).toEqual(['here', 'too']);
  });

  it('leaves out what is gone when its parts are asked for, and keeps what is denied', async () => {
    const found = await list(['here', 'gone'], {
      describeTags: sdkError('AccessDenied', 403),
      describeLoadBalancerAttributes: ({ LoadBalancerArn }: Asked) => {
        throw LoadBalancerArn === arn('gone')
          ? sdkError('LoadBalancerNotFound')
          : sdkError('AccessDenied', 403);
      },
    });
    expect(found).toMatchObject([
      { name: 'here', tags: { noEvidence: 'denied' }, attributes: { noEvidence: 'denied' }, listeners: [] },
    ]);
  });

  it('reads attributes as what they mean, and knows which a kind of balancer lacks', async () => {
    const Attributes = [
      { Key: 'deletion_protection.enabled', Value: 'true' },
      { Key: 'access_logs.s3.enabled', Value: 'true' },
      { Key: 'access_logs.s3.bucket', Value: 'logs' },
      { Key: 'routing.http.desync_mitigation_mode', Value: 'monitor' },
      { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'false' },
    ];
    const [application] = await list(['a'], { describeLoadBalancerAttributes: { Attributes } });
    expect(application?.attributes).toEqual({
      deletionProtection: true,
      accessLogs: { enabled: true, bucket: 'logs' },
      desyncMitigationMode: 'monitor',
      dropInvalidHeaderFields: false,
    });
    const [gateway] = await list([], {
      describeLoadBalancers: {
        LoadBalancers: [{ LoadBalancerArn: arn('g'), LoadBalancerName: 'g', Type: 'gateway' }],
      },
    });
    expect(gateway?.attributes).toEqual({
      ...{ deletionProtection: false, accessLogs: null },
      ...{ desyncMitigationMode: null, dropInvalidHeaderFields: null },
    });
  });

  it('describes one; null: there is none', async () => {
    const ref = { arn: arn('a'), name: 'a', region: 'eu-west-1' };
    const here = documentedAws({ elb: elbOf(['a']) });
    expect(await elbLoadBalancerReader.describe(here, ref)).toMatchObject({
      name: 'a',
      tags: { Owner: 'x' },
    });
    const gone = { elb: { describeLoadBalancers: sdkError('LoadBalancerNotFoundException') } };
    expect(await elbLoadBalancerReader.describe(documentedAws(gone), ref)).toBeNull();
  });
});

describe('the listeners of a balancer', () => {
  const forward = { Type: 'forward', Order: 2 };
  const redirect = { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } };
  const http = (DefaultActions: object[], ListenerArn = 'l-80') => ({
    ...{ ListenerArn, DefaultActions, Protocol: 'HTTP', Port: 80 },
  });
  const https = (ListenerArn: string, SslPolicy = 'modern') => ({
    ...{ ListenerArn, SslPolicy, Protocol: 'HTTPS', Port: 443 },
  });

  it('asks for the rules of plain HTTP only where the default one is safe', async () => {
    const asked: unknown[] = [];
    const [balancer] = await list(['a'], {
      describeListeners: { Listeners: [http([forward], 'open'), http([redirect], 'safe'), https('tls')] },
      describeSSLPolicies: { SslPolicies: [{ SslProtocols: ['TLSv1.3'], Ciphers: [] }] },
      describeRules: ({ ListenerArn }: { ListenerArn: string }) => {
        asked.push(ListenerArn);
        return {
          Rules: [
            { Priority: '20', Actions: [forward, { Type: 'authenticate-oidc', Order: 1 }] },
            { Priority: '3', Actions: [redirect] },
            { Priority: 'default', IsDefault: true, Actions: [redirect] },
          ],
        };
      },
    });
    expect(asked).toEqual(['safe']);
    expect(balancer?.listeners).toMatchObject([
      { arn: 'open', httpActions: [{ rule: 'default', type: 'forward' }] },
      {
        arn: 'safe',
        httpActions: [
          { rule: 'default', type: 'redirect', protocol: 'HTTPS', statusCode: 'HTTP_301' },
          { rule: '3', type: 'redirect' },
          { rule: '20', type: 'forward' },
        ],
      },
      { arn: 'tls', httpActions: [] },
    ]);
  });

  it('asks once for what a security policy negotiates', async () => {
    const asked: unknown[] = [];
    const found = await list(['a', 'b'], {
      describeListeners: { Listeners: [https('one'), https('two')] },
      describeSSLPolicies: ({ Names }: { Names: string[] }) => {
        asked.push(...Names);
        return { SslPolicies: [{ SslProtocols: ['TLSv1.3', 'TLSv1.2'], Ciphers: [{ Name: 'X' }] }] };
      },
    });
    expect(asked).toEqual(['modern']);
    expect(found[1]?.listeners).toMatchObject([
      { tls: { protocols: ['TLSv1.2', 'TLSv1.3'], ciphers: ['X'] } },
      { arn: 'two' },
    ]);
  });

  it('keeps a listener whose policy may not be read or is unknown, and leaves out one that is gone', async () => {
    const [balancer] = await list(['a'], {
      describeListeners: {
        Listeners: [https('a', 'closed'), https('b', 'unknown'), http([redirect], 'gone')],
      },
      describeSSLPolicies: ({ Names: [name] }: { Names: string[] }) => {
        throw name === 'unknown' ? sdkError('SSLPolicyNotFoundException') : sdkError('AccessDenied', 403);
      },
      describeRules: sdkError('ListenerNotFoundException'),
    });
    expect(balancer?.listeners).toMatchObject([
      { arn: 'a', tls: { noEvidence: 'denied' } },
      { arn: 'b', tls: null },
    ]);
  });
});
