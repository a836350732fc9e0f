import { both, changed, created, deleted, each, kind, rules } from '../rule.js';

const PARTS =
  /^(arn:[^:]+:elasticloadbalancing:[^:]*:[^:]*):(?:listener|listener-rule)\/((?:app|net|gwy)\/[^/]+\/[^/]+)/;
const BALANCER = /:loadbalancer\/(?:app|net|gwy)\//;

/** The ARN of a balancer, or of the balancer that a listener or a listener's rule is of. */
function balancerOf(arn: string): string | undefined {
  if (BALANCER.test(arn)) return arn;
  const [, place, name] = PARTS.exec(arn) ?? [];
  return place === undefined || name === undefined ? undefined : `${place}:loadbalancer/${name}`;
}

const balancerAt = kind(
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{}',
  { id: balancerOf },
);
const balancer = balancerAt('request.loadBalancerArn');
const listenersBalancer = changed(balancerAt('request.listenerArn'));
const rulesBalancer = changed(balancerAt('request.ruleArn'));

const elb = (name: string) =>
  kind(null, `arn:{partition}:elasticloadbalancing:{region}:{account}:${name}/{}`);
const targetGroupAt = elb('targetgroup');
const targetGroup = targetGroupAt('response.targetGroups[].targetGroupArn|request.targetGroupArn');
const trustStoreAt = elb('truststore');
const trustStore = trustStoreAt('response.trustStores[].trustStoreArn|request.trustStoreArn');

/** The first kind of balancer has names where the others have ARNs; both have the same source, and some event names. */
const classic = elb('loadbalancer')('request.loadBalancerName');
const tagged = changed(
  balancerAt('request.resourceArns[]'),
  targetGroupAt('request.resourceArns[]'),
  trustStoreAt('request.resourceArns[]'),
  elb('loadbalancer')('request.loadBalancerNames[]'),
);

const ofClassic = each(
  [
    ...['ApplySecurityGroupsToLoadBalancer', 'AttachLoadBalancerToSubnets', 'DetachLoadBalancerFromSubnets'],
    ...['ConfigureHealthCheck', 'CreateAppCookieStickinessPolicy', 'CreateLBCookieStickinessPolicy'],
    ...[
      'CreateLoadBalancerListeners',
      'DeleteLoadBalancerListeners',
      'SetLoadBalancerListenerSSLCertificate',
    ],
    ...['CreateLoadBalancerPolicy', 'DeleteLoadBalancerPolicy', 'SetLoadBalancerPoliciesOfListener'],
    ...['SetLoadBalancerPoliciesForBackendServer', 'EnableAvailabilityZonesForLoadBalancer'],
    ...['DisableAvailabilityZonesForLoadBalancer', 'RegisterInstancesWithLoadBalancer'],
    'DeregisterInstancesFromLoadBalancer',
  ],
  changed(classic),
);

/** Elastic Load Balancing (service-authorization/latest/reference/list_awselasticloadbalancingv2.html). */
export const elbRules = [
  rules('elasticloadbalancing.amazonaws.com', {
    CreateLoadBalancer: both(
      created(balancerAt('response.loadBalancers[].loadBalancerArn')),
      created(classic),
    ),
    DeleteLoadBalancer: both(deleted(balancer), deleted(classic)),
    ModifyLoadBalancerAttributes: changed(balancer, classic),
    SetSecurityGroups: changed(balancer),
    SetSubnets: changed(balancer),
    SetIpAddressType: changed(balancer),
    ModifyCapacityReservation: changed(balancer),
    ModifyIpPools: changed(balancer),
    CreateListener: changed(balancer),
    ModifyListener: listenersBalancer,
    ModifyListenerAttributes: listenersBalancer,
    DeleteListener: listenersBalancer,
    AddListenerCertificates: listenersBalancer,
    RemoveListenerCertificates: listenersBalancer,
    CreateRule: listenersBalancer,
    ModifyRule: rulesBalancer,
    DeleteRule: rulesBalancer,
    SetRulePriorities: changed(balancerAt('request.rulePriorities[].ruleArn')),
    AddTags: tagged,
    RemoveTags: tagged,
    CreateTargetGroup: created(targetGroup),
    ModifyTargetGroup: changed(targetGroup),
    ModifyTargetGroupAttributes: changed(targetGroup),
    RegisterTargets: changed(targetGroup),
    DeregisterTargets: changed(targetGroup),
    DeleteTargetGroup: deleted(targetGroup),
    CreateTrustStore: created(trustStore),
    ModifyTrustStore: changed(trustStore),
    AddTrustStoreRevocations: changed(trustStore),
    RemoveTrustStoreRevocations: changed(trustStore),
    DeleteSharedTrustStoreAssociation: changed(trustStore),
    DeleteTrustStore: deleted(trustStore),
    ...ofClassic,
  }),
];
