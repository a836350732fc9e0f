import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { elbLoadBalancer } from '../../resources/elb/load-balancer.js';

const common = {
  on: elbLoadBalancer,
  severity: 'medium' as const,
  class: 'security' as const,
  needs: ['attributes'] as ['attributes'],
};

export const desyncMitigationMode = control({
  ...common,
  id: 'elbv2_desync_mitigation_mode',
  title: 'Application load balancer lets ambiguous HTTP requests through',
  risk: 'Where the balancer and the server read a request differently, one client smuggles requests into the connection of another, or poisons a cache.',
  remediation: {
    text: 'Set routing.http.desync_mitigation_mode to defensive or strictest (ModifyLoadBalancerAttributes): `monitor` only counts such requests.',
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
  },
  decide: ({ kind, attributes: { desyncMitigationMode: mode } }) => {
    if (kind !== 'application') return notApplicable({ kind });
    if (mode === null) return undecided('AWS gave no mode', { kind });
    return (mode === 'defensive' || mode === 'strictest' ? pass : fail)({ desyncMitigationMode: mode });
  },
});

export const dropInvalidHeaderFields = control({
  ...common,
  id: 'elbv2_drop_invalid_header_fields',
  title: 'Application load balancer passes invalid HTTP headers on',
  risk: 'Headers with names that no standard allows reach the application, which may read them as others: a way to smuggle requests or get past checks.',
  remediation: {
    text: 'Set routing.http.drop_invalid_header_fields.enabled to true (ModifyLoadBalancerAttributes).',
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
  },
  decide: ({ kind, attributes: { dropInvalidHeaderFields: drops } }) => {
    if (kind !== 'application') return notApplicable({ kind });
    if (drops === null) return undecided('AWS did not tell', { kind });
    return (drops ? pass : fail)({ dropInvalidHeaderFields: drops });
  },
});
