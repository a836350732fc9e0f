import { md5 } from './queue.mjs';

/**
 * The AWS JSON 1.0 protocol of SQS (AWSSimpleQueueService/latest/APIReference): each operation with its input and the
 * queue of its QueueUrl. Batches answer for each entry.
 */
export const sqsOperations = {
  async ReceiveMessage(queue, input, onGone) {
    const { MaxNumberOfMessages: max = 1, WaitTimeSeconds: wait = 0, VisibilityTimeout: visible } = input;
    if (max < 1 || max > 10) throw refused('InvalidParameterValue', 'MaxNumberOfMessages must be 1 to 10');
    const visibilityMs = visible === undefined ? undefined : visible * 1000;
    const messages = await queue.receive(max, wait * 1000, visibilityMs, onGone);
    return messages.length === 0 ? {} : { Messages: messages.map(received(input)) };
  },
  async DeleteMessage(queue, { ReceiptHandle }) {
    queue.delete(ReceiptHandle);
    return {};
  },
  async DeleteMessageBatch(queue, { Entries }) {
    // a receipt of before is no error: SQS takes it and may do nothing
    for (const { ReceiptHandle } of batch(Entries)) queue.delete(ReceiptHandle);
    return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
  },
  async ChangeMessageVisibility(queue, { ReceiptHandle, VisibilityTimeout }) {
    if (!queue.hold(ReceiptHandle, VisibilityTimeout * 1000)) throw notInflight();
    return {};
  },
  async ChangeMessageVisibilityBatch(queue, { Entries }) {
    const answer = { Successful: [], Failed: [] };
    for (const { Id, ReceiptHandle, VisibilityTimeout } of batch(Entries)) {
      if (queue.hold(ReceiptHandle, VisibilityTimeout * 1000)) answer.Successful.push({ Id });
      else answer.Failed.push({ Id, SenderFault: true, Code: 'MessageNotInflight' });
    }
    return answer;
  },
  async SendMessage(queue, { MessageBody }) {
    return { MessageId: queue.send(MessageBody), MD5OfMessageBody: md5(MessageBody) };
  },
  async SendMessageBatch(queue, { Entries }) {
    const sent = batch(Entries).map(({ Id, MessageBody }) => ({
      ...{ Id, MessageId: queue.send(MessageBody), MD5OfMessageBody: md5(MessageBody) },
    }));
    return { Successful: sent, Failed: [] };
  },
  async GetQueueAttributes(queue) {
    const dead = queue.deadLetters;
    return {
      Attributes: {
        QueueArn: arnOf(queue),
        ApproximateNumberOfMessages: String(queue.ready),
        ApproximateNumberOfMessagesNotVisible: String(queue.hidden),
        ApproximateNumberOfMessagesDelayed: '0',
        VisibilityTimeout: String(queue.visibilityMs / 1000),
        ...(dead && {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: arnOf(dead),
            maxReceiveCount: queue.maxReceives,
          }),
        }),
      },
    };
  },
  async GetQueueUrl(queue, { QueueName }, onGone, { url }) {
    return { QueueUrl: `${url}/${QUEUE_ACCOUNT}/${QueueName}` };
  },
};

export const QUEUE_ACCOUNT = '999999999999';

const arnOf = ({ name }) => `arn:aws:sqs:us-east-1:${QUEUE_ACCOUNT}:${name}`;

/** Attributes come only where they were asked for. */
function received({ AttributeNames = [], MessageSystemAttributeNames = AttributeNames }) {
  const isAsked = (name) =>
    MessageSystemAttributeNames.includes('All') || MessageSystemAttributeNames.includes(name);
  return ({ id, body, receipt, receives, sentAt, firstAt }) => {
    const all = {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(sentAt),
      ApproximateFirstReceiveTimestamp: String(firstAt),
    };
    const Attributes = Object.fromEntries(Object.entries(all).filter(([name]) => isAsked(name)));
    return { MessageId: id, ReceiptHandle: receipt, MD5OfBody: md5(body), Body: body, Attributes };
  };
}

function batch(entries = []) {
  if (entries.length === 0) throw refused('EmptyBatchRequest', 'There are no entries');
  if (entries.length > 10) throw refused('TooManyEntriesInBatchRequest', 'More than 10 entries');
  return entries;
}

/** @returns an error that is answered in the shape of the JSON protocol */
export function refused(code, message, status = 400) {
  return Object.assign(new Error(message), { code, status });
}

const notInflight = () => refused('MessageNotInflight', 'The message referred to is not in flight', 400);
