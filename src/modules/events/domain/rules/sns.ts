import { alongWith, changed, created, deleted, each, kind, nothing, rules, type RuleTable } from '../rule.js';

const TOPIC = /^arn:[^:]+:sns:[^:]*:\d*:[^:/]+$/;
const SUBSCRIPTION = /^(?<topic>arn:[^:]+:sns:[^:]*:\d*:[^:/]+):[^:]+$/;

const ARN = 'arn:{partition}:sns:{region}:{account}:{}';
/** A name is one, too: that of a topic that is being made. */
const topicAt = kind('AWS::SNS::Topic', ARN, {
  id: (value) => (value.startsWith('arn:') && !TOPIC.test(value) ? undefined : value),
});
/** Of a subscription, whose ARN begins with its topic's. */
const topicOf = kind('AWS::SNS::Topic', ARN, { id: (value) => SUBSCRIPTION.exec(value)?.groups?.['topic'] });
/** Until it is confirmed it has no ARN: `pending confirmation`. */
const subscriptionAt = kind('AWS::SNS::Subscription', ARN, {
  id: (value) => (SUBSCRIPTION.test(value) ? value : undefined),
});

const topic = topicAt('request.topicArn');
const made = topicAt('response.topicArn|request.name');
const tagged = topicAt('request.resourceArn');
const subscription = subscriptionAt('request.subscriptionArn');
const subscribed = alongWith(changed(topic), subscriptionAt('response.subscriptionArn'));

const application = kind(null, ARN)('response.platformApplicationArn|request.platformApplicationArn');

/** Topics and their subscriptions (sns/latest/api, service-authorization/latest/reference/list_amazonsns.html). */
export const snsRules: RuleTable[] = [
  rules('sns.amazonaws.com', {
    CreateTopic: created(made),
    DeleteTopic: deleted(topic),
    ...each(['SetTopicAttributes', 'AddPermission', 'RemovePermission'], changed(topic)),
    ...each(['PutDataProtectionPolicy', 'TagResource', 'UntagResource'], changed(tagged)),
    ...each(['Subscribe', 'ConfirmSubscription'], subscribed),
    Unsubscribe: alongWith(deleted(subscription), topicOf('request.subscriptionArn')),
    SetSubscriptionAttributes: changed(subscription),

    CreatePlatformApplication: created(application),
    SetPlatformApplicationAttributes: changed(application),
    DeletePlatformApplication: deleted(application),
    ...each(
      [
        'CreatePlatformEndpoint',
        'SetEndpointAttributes',
        'DeleteEndpoint',
        'SetSMSAttributes',
        'OptInPhoneNumber',
        'CreateSMSSandboxPhoneNumber',
        'VerifySMSSandboxPhoneNumber',
        'DeleteSMSSandboxPhoneNumber',
      ],
      nothing('devices and phone numbers, which the inventory does not hold'),
    ),
    ...each(['Publish', 'PublishBatch'], nothing('messages')),
  }),
];
