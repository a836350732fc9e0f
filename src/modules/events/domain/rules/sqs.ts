import {
  changed,
  created,
  deleted,
  each,
  firstOf,
  kind,
  nothing,
  recorded,
  rules,
  type Place,
  type RuleTable,
} from '../rule.js';

const URL_FORMS = [
  // https://sqs.eu-west-1.amazonaws.com/123456789012/name
  /^https?:\/\/sqs(?:-fips)?\.(?<region>[\w-]+)\.[\w.-]+(?::\d+)?\/(?<account>\d{12})\/(?<name>[\w.-]+)$/,
  // https://eu-west-1.queue.amazonaws.com/123456789012/name, https://queue.amazonaws.com/…, and endpoints of a VPC
  /^https?:\/\/(?:(?<region>[a-z]{2,4}(?:-[a-z]+)+-\d+)\.)?[\w.:-]+\/(?<account>\d{12})\/(?<name>[\w.-]+)$/,
];
const NAME = /^[\w-]{1,80}(\.fifo)?$/;

/** Queues go by their URL, which has the region, the account and the name (sqs-queue-message-identifiers.html). */
function queueArn(value: string, place: Place): string | undefined {
  if (value.startsWith('arn:') || NAME.test(value)) return value;
  for (const form of URL_FORMS) {
    const found = form.exec(value)?.groups;
    if (found === undefined) continue;
    const { account = place.account, name = '' } = found;
    return `arn:${place.partition}:sqs:${found['region'] ?? place.region}:${account}:${name}`;
  }
  return undefined;
}

const queueAt = kind('AWS::SQS::Queue', 'arn:{partition}:sqs:{region}:{account}:{}', { id: queueArn });
const queue = firstOf(queueAt('request.queueUrl'), recorded('AWS::SQS::Queue'));
const made = queueAt('response.queueUrl|request.queueName');

/** Queues with their attributes, permissions and tags (AWSSimpleQueueService/latest/APIReference). */
export const sqsRules: RuleTable[] = [
  rules('sqs.amazonaws.com', {
    CreateQueue: created(made),
    DeleteQueue: deleted(queue),
    SetQueueAttributes: changed(queue),
    ...each(['AddPermission', 'RemovePermission'], changed(queue)),
    ...each(['TagQueue', 'UntagQueue'], changed(queue)),
    ...each(['PurgeQueue', 'StartMessageMoveTask', 'CancelMessageMoveTask'], nothing('messages')),
    ...each(
      [
        'SendMessage',
        'SendMessageBatch',
        'ReceiveMessage',
        'DeleteMessage',
        'DeleteMessageBatch',
        'ChangeMessageVisibility',
        'ChangeMessageVisibilityBatch',
      ],
      nothing('messages'),
    ),
  }),
];
