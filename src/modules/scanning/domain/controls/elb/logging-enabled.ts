import { control, fail, notApplicable, pass } from '../../control.js';
import { elbLoadBalancer } from '../../resources/elb/load-balancer.js';

/**
 * Gateway balancers have no access logs, and network balancers write them for TLS listeners only
 * (elasticloadbalancing/latest/network/load-balancer-access-logs.html).
 */
export const loggingEnabled = control({
  id: 'elbv2_logging_enabled',
  on: elbLoadBalancer,
  severity: 'medium',
  class: 'security',
  title: 'Load balancer writes no access logs',
  risk: 'Nobody can tell afterwards which clients sent which requests: an attack is neither seen nor traced.',
  remediation: {
    text: 'Turn access logs on, to a bucket whose policy lets Elastic Load Balancing write (ModifyLoadBalancerAttributes: access_logs.s3.enabled and access_logs.s3.bucket).',
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html',
  },
  needs: ['attributes', 'listeners'],
  decide: ({ kind, attributes: { accessLogs }, listeners }) => {
    const protocols = [...new Set(listeners.map(({ protocol }) => protocol))];
    const evidence = { kind, accessLogs, protocols };
    if (accessLogs === null) return notApplicable(evidence);
    if (accessLogs.enabled) return pass(evidence);
    if (kind === 'network' && !protocols.includes('TLS')) return notApplicable(evidence);
    return fail({ ...evidence, note: 'Logs that CloudWatch Logs delivers do not show here' });
  },
});
