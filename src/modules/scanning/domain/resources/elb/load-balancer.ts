import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, isoTime, tags } from '../shared.js';

/** Where one rule of a plain HTTP listener leads: its last action, which is the one that answers. */
const httpAction = z.object({
  /** Its priority, or `default`. */
  rule: z.string(),
  /** `forward`, `redirect`, `fixed-response`. */
  type: z.string(),
  /** Of a redirect: `HTTPS`, `HTTP`, or `#{protocol}`, which is that of the request. */
  protocol: z.string().nullable(),
  /** Of a redirect or a fixed response. */
  statusCode: z.string().nullable(),
});

/** What a named security policy of AWS negotiates. */
const tlsPolicy = z.object({ protocols: z.array(z.string()), ciphers: z.array(z.string()) });

const listener = z.object({
  arn: z.string(),
  /** HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC, GENEVE. */
  protocol: z.string().nullable(),
  port: z.number().nullable(),
  sslPolicy: z.string().nullable(),
  /** null: it has no such policy. */
  tls: part(tlsPolicy.nullable()),
  certificateArns: z.array(z.string()),
  /**
   * Of a plain HTTP listener; else empty. Where the default rule already takes plain HTTP, the other rules are not
   * asked for.
   */
  httpActions: z.array(httpAction),
});

const attributes = z.object({
  deletionProtection: z.boolean(),
  /** null: this kind of balancer has no access logs. */
  accessLogs: z.object({ enabled: z.boolean(), bucket: z.string().nullable() }).nullable(),
  /** `monitor`, `defensive`, `strictest`; null: no application load balancer. */
  desyncMitigationMode: z.string().nullable(),
  dropInvalidHeaderFields: z.boolean().nullable(),
});

/** Application, network and gateway load balancers. */
export const elbLoadBalancer = resourceType({
  type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  service: 'elb',
  schema: z.object({
    name: z.string(),
    arn: z.string(),
    /** `application`, `network` or `gateway`. */
    kind: z.string(),
    scheme: z.string().nullable(),
    state: z.string().nullable(),
    dnsName: z.string().nullable(),
    vpcId: z.string().nullable(),
    ipAddressType: z.string().nullable(),
    createdAt: isoTime.nullable(),
    availabilityZones: z.array(z.string()),
    securityGroupIds: z.array(z.string()),
    attributes: part(attributes),
    listeners: part(z.array(listener)),
    tags: part(tags),
  }),
  volatile: [],
  arn: (balancer) => balancer.arn,
  name: (balancer) => balancer.name,
  tags: (balancer) => (isNoEvidence(balancer.tags) ? {} : balancer.tags),
  tagsMissing: (balancer) => (isNoEvidence(balancer.tags) ? balancer.tags : null),
  relates: ({ securityGroupIds, listeners }, at) => [
    ...securityGroupIds.map((id) => ec2Arn('security-group', id, at)),
    ...(isNoEvidence(listeners) ? [] : new Set(listeners.flatMap(({ certificateArns }) => certificateArns))),
  ],
});

export type ElbLoadBalancer = z.infer<typeof elbLoadBalancer.schema>;
export type ElbListener = z.infer<typeof listener>;
export type ElbAttributes = z.infer<typeof attributes>;
export type HttpAction = z.infer<typeof httpAction>;
export type TlsPolicy = z.infer<typeof tlsPolicy>;

/** It lets a request that came in plain HTTP through, or sends it on to plain HTTP. */
export const takesPlainHttp = ({ type, protocol, statusCode }: HttpAction): boolean =>
  type === 'redirect' ? protocol !== 'HTTPS' : type !== 'fixed-response' || !/^[45]/.test(statusCode ?? '');
