import { control, fail, notApplicable, pass } from '../../control.js';
import { elbLoadBalancer, takesPlainHttp } from '../../resources/elb/load-balancer.js';

/**
 * Every rule of a plain HTTP listener must send the client to HTTPS, or refuse (a fixed 4xx or 5xx): a listener that
 * redirects by one rule and forwards by another still carries requests in the clear.
 */
export const sslListeners = control({
  id: 'elbv2_ssl_listeners',
  on: elbLoadBalancer,
  severity: 'medium',
  class: 'security',
  title: 'Application load balancer serves plain HTTP',
  risk: 'Passwords, sessions and data cross the network readable, and can be changed on the way.',
  remediation: {
    text: 'Let the default action and every other rule of the HTTP listener redirect to HTTPS, or delete the listener.',
    steps: [
      'Add an HTTPS listener with a certificate of ACM',
      'ModifyListener: default action redirect, protocol HTTPS, port 443, status HTTP_301',
      'Delete the other rules of the HTTP listener, or let them redirect too',
    ],
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html',
  },
  needs: ['listeners'],
  decide: ({ kind, listeners }) => {
    const protocols = [...new Set(listeners.map(({ protocol }) => protocol))];
    // the others pass connections through, and know no HTTP
    if (kind !== 'application' || listeners.length === 0) return notApplicable({ kind, protocols });
    const plain = listeners.flatMap(({ arn, port, httpActions }) => {
      const actions = httpActions.filter(takesPlainHttp);
      return actions.length === 0 ? [] : { listener: arn, port, actions };
    });
    return plain.length === 0 ? pass({ protocols }) : fail({ protocols, plain });
  },
});
