import { control, fail, pass } from '../../control.js';
import { elbLoadBalancer } from '../../resources/elb/load-balancer.js';

export const isInMultipleAz = control({
  id: 'elbv2_is_in_multiple_az',
  on: elbLoadBalancer,
  severity: 'medium',
  class: 'security',
  title: 'Load balancer is in too few Availability Zones',
  risk: 'When the zone fails, nothing behind the balancer can be reached, though targets elsewhere may still run.',
  remediation: {
    text: 'Add a subnet of another Availability Zone (SetSubnets), and targets there.',
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html',
  },
  needs: [],
  parameters: { minimumZones: 2 },
  decide: ({ kind, availabilityZones }, { parameters: { minimumZones } }) =>
    (availabilityZones.length >= minimumZones ? pass : fail)({ kind, availabilityZones, minimumZones }),
});
