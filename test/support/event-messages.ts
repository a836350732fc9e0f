import type { SQS } from '@aws-sdk/client-sqs';

export const EVENT_ACCOUNT = '111122223333';
export const EVENT_REGION = 'eu-west-1';

/** A call of CloudTrail's that changes nothing, with an id of its own. */
export const recordOf = (eventID: string, values: object = {}) => ({
  ...{ eventVersion: '1.10', eventID, eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' },
  ...{ eventTime: '2025-11-05T02:28:06Z', awsRegion: EVENT_REGION, readOnly: true },
  ...{ recipientAccountId: EVENT_ACCOUNT, eventType: 'AwsApiCall', requestParameters: {}, ...values },
});

/** The same as EventBridge delivers it, whatever account it says itself. */
export const onBus = (detail: { eventID: string }) => ({
  ...{ version: '0', id: `bus-${detail.eventID}`, 'detail-type': 'AWS API Call via CloudTrail' },
  ...{ source: 'aws.sts', account: EVENT_ACCOUNT, time: '2025-11-05T02:28:06Z', region: EVENT_REGION },
  ...{ resources: [], detail },
});

/** Messages in a queue, in work or not. */
export async function depthOf(sqs: SQS, url: string): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes } = await sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: [...names] });
  return names.reduce((sum, one) => sum + Number(Attributes?.[one] ?? 0), 0);
}
