import { type ElasticLoadBalancingV2, type LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isNoEvidence, NOT_READ } from '../../domain/part.js';
import { elbLoadBalancer, type ElbLoadBalancer } from '../../domain/resources/elb/load-balancer.js';
import { text, time } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';
import { attributesOf } from './attributes.js';
import { listenersOf } from './listeners.js';
import { type SslPolicies, sslPolicies } from './ssl-policies.js';
import { DESCRIBED_AT_ONCE, tagsOf } from './tags.js';

const GONE = 'LoadBalancerNotFound';
const PAGE = 400;

type Elb = ElasticLoadBalancingV2;
type Tags = ElbLoadBalancer['tags'];

export const elbLoadBalancerReader = reader(elbLoadBalancer, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const elb = await aws.elb();
    const policies = sslPolicies(elb);
    let Marker: string | undefined;
    do {
      const page = await elb.describeLoadBalancers({ PageSize: PAGE, Marker });
      for (const some of chunks(page.LoadBalancers ?? [], DESCRIBED_AT_ONCE)) {
        yield await toBalancers(elb, some, policies, want);
      }
      Marker = page.NextMarker;
    } while (Marker);
  },
  describe: async (aws, ref) => {
    const elb = await aws.in(ref.region).elb();
    const found = await unlessGone(() => elb.describeLoadBalancers({ LoadBalancerArns: [ref.arn] }), GONE);
    const [balancer] = await toBalancers(elb, found?.LoadBalancers ?? [], sslPolicies(elb), null);
    return balancer ?? null;
  },
});

/** Of at most as many balancers as one call gives the tags of. */
async function toBalancers(
  elb: Elb,
  balancers: readonly LoadBalancer[],
  policies: SslPolicies,
  want: Want,
): Promise<ElbLoadBalancer[]> {
  const arns = balancers.flatMap(({ LoadBalancerArn }) => LoadBalancerArn ?? []);
  const asksTags = (want?.has('tags') ?? true) && arns.length > 0;
  const tags = asksTags ? await read(() => tagsOf(elb, arns)) : NOT_READ;
  return present(
    await mapConcurrent(balancers, (balancer) =>
      // no tags: it was gone when they were asked for
      toBalancer(
        elb,
        balancer,
        policies,
        want,
        isNoEvidence(tags) ? tags : tags.get(balancer.LoadBalancerArn ?? ''),
      ),
    ),
  );
}

/** null: the balancer is gone since it was listed. */
const toBalancer = (
  elb: Elb,
  balancer: LoadBalancer,
  policies: SslPolicies,
  want: Want,
  tags: Tags | undefined,
): Promise<ElbLoadBalancer | null> =>
  unlessGone(async () => {
    const { LoadBalancerArn: arn, LoadBalancerName: name } = balancer;
    if (arn === undefined || name === undefined || tags === undefined) return null;
    const kind = balancer.Type ?? 'unknown';
    const parts = await readParts(want, {
      attributes: () => read(() => attributesOf(elb, arn, kind)),
      listeners: () => read(() => listenersOf(elb, arn, policies)),
    });
    return {
      name,
      arn,
      kind,
      scheme: text(balancer.Scheme),
      state: text(balancer.State?.Code),
      dnsName: text(balancer.DNSName),
      vpcId: text(balancer.VpcId),
      ipAddressType: text(balancer.IpAddressType),
      createdAt: time(balancer.CreatedTime),
      availabilityZones: (balancer.AvailabilityZones ?? []).flatMap(({ ZoneName }) => ZoneName ?? []).sort(),
      securityGroupIds: (balancer.SecurityGroups ?? []).toSorted(),
      ...parts,
      tags,
    };
  }, GONE);
