import { describe, expect, it } from '@jest/globals';
import { judgingBy } from '../../../../../test/events/judged.js';
import { snsRules } from './sns.js';
import { sqsRules } from './sqs.js';

describe('topics', () => {
  const judged = judgingBy(snsRules, 'sns');
  const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alerts';
  const SUBSCRIPTION = `${TOPIC}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`;

  it('are made, changed and deleted', () => {
    expect(
      judged('CreateTopic', { name: 'alerts' }, { responseElements: { topicArn: TOPIC } }).changes,
    ).toEqual([`created ${TOPIC}`]);
    for (const name of ['SetTopicAttributes', 'AddPermission', 'RemovePermission'])
      expect(judged(name, { topicArn: TOPIC }).changes).toEqual([`changed ${TOPIC}`]);
    expect(judged('TagResource', { resourceArn: TOPIC }).changes).toEqual([`changed ${TOPIC}`]);
    expect(judged('DeleteTopic', { topicArn: TOPIC }).changes).toEqual([`deleted ${TOPIC}`]);
  });

  it('are changed by a subscription, which has an ARN when it is confirmed', () => {
    const subscribed = (subscriptionArn: string) =>
      judged('Subscribe', { topicArn: TOPIC, protocol: 'sqs' }, { responseElements: { subscriptionArn } });
    expect(subscribed(SUBSCRIPTION)).toEqual({
      what: 'processed',
      changes: [`changed ${TOPIC}`],
      related: [`AWS::SNS::Subscription ${SUBSCRIPTION}`],
    });
    expect(subscribed('pending confirmation')).toEqual({ what: 'processed', changes: [`changed ${TOPIC}`] });
  });

  it('stay when a subscription ends', () => {
    expect(judged('Unsubscribe', { subscriptionArn: SUBSCRIPTION })).toEqual({
      what: 'processed',
      changes: [`deleted ${SUBSCRIPTION}`],
      related: [`AWS::SNS::Topic ${TOPIC}`],
    });
    expect(judged('SetSubscriptionAttributes', { subscriptionArn: SUBSCRIPTION }).changes).toEqual([
      `changed ${SUBSCRIPTION}`,
    ]);
  });

  it('are not told of by messages and phones', () => {
    for (const name of ['Publish', 'SetSMSAttributes'])
      expect(judged(name, { topicArn: TOPIC }).what).toBe('not_tracked');
  });
});

describe('queues', () => {
  const judged = judgingBy(sqsRules, 'sqs');
  const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:jobs';
  const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';

  it.each([
    [queueUrl, QUEUE],
    ['https://sqs.us-east-2.amazonaws.com/999999999999/a.fifo', 'arn:aws:sqs:us-east-2:999999999999:a.fifo'],
    [
      'https://eu-central-1.queue.amazonaws.com/123456789012/jobs',
      'arn:aws:sqs:eu-central-1:123456789012:jobs',
    ],
    ['https://queue.amazonaws.com/123456789012/jobs', QUEUE],
    ['https://vpce-0a1-b2c3.sqs.eu-west-1.vpce.amazonaws.com/123456789012/jobs', QUEUE],
    ['http://127.0.0.1:5000/123456789012/jobs', QUEUE],
  ])('go by the URL %s', (url, arn) => {
    expect(judged('SetQueueAttributes', { queueUrl: url }).changes).toEqual([`changed ${arn}`]);
  });

  it('are made and deleted', () => {
    expect(judged('CreateQueue', { queueName: 'jobs' }, { responseElements: { queueUrl } }).changes).toEqual([
      `created ${QUEUE}`,
    ]);
    expect(judged('CreateQueue', { queueName: 'jobs' }).changes).toEqual([`created ${QUEUE}`]);
    expect(judged('DeleteQueue', { queueUrl }).changes).toEqual([`deleted ${QUEUE}`]);
    expect(judged('DeleteQueue', { queueUrl: 'https://example.com/jobs' }).what).toBe('names_no_resource');
  });

  it('are changed by permissions and tags, and not by messages', () => {
    for (const name of ['AddPermission', 'RemovePermission', 'TagQueue', 'UntagQueue'])
      expect(judged(name, { queueUrl }).changes).toEqual([`changed ${QUEUE}`]);
    for (const name of ['PurgeQueue', 'SendMessage', 'StartMessageMoveTask'])
      expect(judged(name, { queueUrl }).what).toBe('not_tracked');
  });

  it('of China are of its partition', () => {
    const fields = { awsRegion: 'cn-north-1', userIdentity: { arn: 'arn:aws-cn:iam::123456789012:user/x' } };
    const url = 'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/jobs';
    expect(judged('DeleteQueue', { queueUrl: url }, fields).changes).toEqual([
      'deleted arn:aws-cn:sqs:cn-north-1:123456789012:jobs',
    ]);
  });
});
