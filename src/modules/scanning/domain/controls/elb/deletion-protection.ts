import { control, fail, pass } from '../../control.js';
import { elbLoadBalancer } from '../../resources/elb/load-balancer.js';

export const deletionProtection = control({
  id: 'elbv2_deletion_protection',
  on: elbLoadBalancer,
  severity: 'medium',
  class: 'security',
  title: 'Load balancer can be deleted by a single call',
  risk: 'One mistaken or malicious call takes all that stands behind it off the network.',
  remediation: {
    text: 'Set the attribute deletion_protection.enabled to true (ModifyLoadBalancerAttributes).',
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
  },
  needs: ['attributes'],
  decide: ({ kind, attributes: { deletionProtection: isOn } }) =>
    (isOn ? pass : fail)({ kind, deletionProtection: isOn }),
});
