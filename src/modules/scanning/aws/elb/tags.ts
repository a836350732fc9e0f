import { type ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { tagMap } from '../fields.js';
import { mapConcurrent } from '../map-concurrent.js';
import { unlessGone } from '../reader.js';

/** The most that DescribeTags takes. */
export const DESCRIBED_AT_ONCE = 20;

type Tags = Map<string, Record<string, string>>;

/** By ARN; one that is gone is left out. */
export async function tagsOf(elb: ElasticLoadBalancingV2, arns: string[]): Promise<Tags> {
  const all = await describe(elb, arns);
  if (all !== null) return all;
  // AWS answers for none where one of them is gone
  const each = await mapConcurrent(arns, (arn) => describe(elb, [arn]));
  return new Map(each.flatMap((one) => [...(one ?? [])]));
}

const describe = (elb: ElasticLoadBalancingV2, ResourceArns: string[]): Promise<Tags | null> =>
  unlessGone(async () => {
    const { TagDescriptions = [] } = await elb.describeTags({ ResourceArns });
    return new Map(TagDescriptions.map(({ ResourceArn = '', Tags }) => [ResourceArn, tagMap(Tags)]));
  }, 'LoadBalancerNotFound');
