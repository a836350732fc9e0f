import { control, fail, notApplicable, pass } from '../../control.js';
import { snsSubscription } from '../../resources/sns/subscription.js';

export const subscriptionNotHttp = control({
  id: 'sns_subscription_not_using_http_endpoints',
  on: snsSubscription,
  severity: 'high',
  class: 'security',
  title: 'SNS subscription sends messages over HTTP without TLS',
  risk: 'Whoever is on the way to the endpoint reads the messages, and can change them.',
  remediation: {
    text: 'Subscribe the HTTPS address of the endpoint, and remove this subscription once it is confirmed.',
    steps: [
      'aws sns subscribe --topic-arn TOPIC_ARN --protocol https --notification-endpoint https://…',
      'aws sns unsubscribe --subscription-arn SUBSCRIPTION_ARN',
    ],
    url: 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
  },
  needs: [],
  decide: ({ subscriptionArn, protocol, endpoint }) => {
    // nothing is sent before somebody confirms
    if (subscriptionArn === null) return notApplicable({ protocol, confirmed: false });
    return protocol === 'http' ? fail({ protocol, endpoint }) : pass({ protocol });
  },
});
