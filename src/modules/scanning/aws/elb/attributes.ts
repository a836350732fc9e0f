import { type ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type ElbAttributes } from '../../domain/resources/elb/load-balancer.js';
import { text } from '../fields.js';

/** Names and kinds: elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
export async function attributesOf(
  elb: ElasticLoadBalancingV2,
  LoadBalancerArn: string,
  kind: string,
): Promise<ElbAttributes> {
  const { Attributes = [] } = await elb.describeLoadBalancerAttributes({ LoadBalancerArn });
  const values = new Map(Attributes.map(({ Key = '', Value = '' }) => [Key, Value]));
  const isOn = (key: string): boolean => values.get(key) === 'true';
  return {
    deletionProtection: isOn('deletion_protection.enabled'),
    accessLogs:
      kind === 'gateway'
        ? null
        : { enabled: isOn('access_logs.s3.enabled'), bucket: text(values.get('access_logs.s3.bucket')) },
    desyncMitigationMode: text(values.get('routing.http.desync_mitigation_mode')),
    dropInvalidHeaderFields: values.has('routing.http.drop_invalid_header_fields.enabled')
      ? isOn('routing.http.drop_invalid_header_fields.enabled')
      : null,
  };
}
