import { type ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Part } from '../../domain/part.js';
import { type TlsPolicy } from '../../domain/resources/elb/load-balancer.js';
import { read } from '../reader.js';

export interface SslPolicies {
  of(name: string): Promise<Part<TlsPolicy | null>>;
}

/** AWS's security policies, each asked for once in a listing: most balancers share two or three. */
export function sslPolicies(elb: ElasticLoadBalancingV2): SslPolicies {
  const known = new Map<string, Promise<Part<TlsPolicy | null>>>();
  return {
    of(name) {
      const asked = known.get(name) ?? read(() => describe(elb, name), { absent: 'SSLPolicyNotFound' });
      known.set(name, asked);
      return asked;
    },
  };
}

async function describe(elb: ElasticLoadBalancingV2, name: string): Promise<TlsPolicy | null> {
  const { SslPolicies: [policy] = [] } = await elb.describeSSLPolicies({ Names: [name] });
  if (policy === undefined) return null;
  return {
    protocols: (policy.SslProtocols ?? []).toSorted(),
    ciphers: (policy.Ciphers ?? []).flatMap(({ Name }) => Name ?? []).sort(),
  };
}
