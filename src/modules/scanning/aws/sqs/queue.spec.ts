import { describe, expect, it, jest } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type SqsQueue } from '../../domain/resources/sqs/queue.js';
import { type Want } from '../reader.js';
import { sqsQueueReader } from './queue.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}`;
/** As in docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html. */
const Attributes = {
  QueueArn: 'arn:aws:sqs:eu-west-1:123456789012:orders',
  CreatedTimestamp: '1767323045',
  MessageRetentionPeriod: '345600',
  VisibilityTimeout: '30',
  SqsManagedSseEnabled: 'true',
  RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:dead","maxReceiveCount":3}',
};

async function list(sqs: Record<string, object>, want: Want = null): Promise<SqsQueue[]> {
  const found = [];
  for await (const { configurations } of sqsQueueReader.list(documentedAws({ sqs }), place, want))
    found.push(...(configurations as SqsQueue[]));
  return found;
}

describe('sqsQueueReader', () => {
  it('asks once in a region without queues, of which AWS then leaves the list out', async () => {
    const listQueues = jest.fn((_input: unknown) => ({}));
    expect(await list({ listQueues })).toEqual([]);
    expect(listQueues.mock.calls).toEqual([[{ MaxResults: 1_000, NextToken: undefined }]]);
  });

  it('reads attributes, no policy as none, and the dead-letter queue', async () => {
    const [queue] = await list({
      listQueues: { QueueUrls: [url('orders')] },
      getQueueAttributes: { Attributes },
      listQueueTags: {},
    });
    expect(queue).toEqual({
      name: 'orders',
      url: url('orders'),
      attributes: {
        createdAt: '2026-01-02T03:04:05.000Z',
        fifo: false,
        sqsManagedEncryption: true,
        kmsKeyId: null,
        retentionSeconds: 345_600,
        visibilityTimeoutSeconds: 30,
        deadLetterQueueArn: 'arn:aws:sqs:eu-west-1:123456789012:dead',
      },
      policy: null,
      tags: {},
    });
  });

  it.each(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'])(
    'leaves out a queue that was deleted since the listing (%s)',
    async (code) => {
      const getQueueAttributes = ({ QueueUrl }: { QueueUrl: string }) => {
        if (QueueUrl === url('gone')) throw sdkError(code);
        return { Attributes };
      };
      const queues = await list({
        listQueues: { QueueUrls: [url('gone'), url('here')] },
        getQueueAttributes,
        listQueueTags: {},
      });
      expect(queues.map(({ name }) => name)).toEqual(['here']);
    },
  );

  it('keeps a queue of which nothing may be read', async () => {
    const denied = sdkError('AccessDeniedException', 403);
    expect(
      await list({
        listQueues: { QueueUrls: [url('a')] },
        getQueueAttributes: denied,
        listQueueTags: denied,
      }),
    ).toMatchObject([
      {
        attributes: { noEvidence: 'denied' },
        policy: { noEvidence: 'denied' },
        tags: { noEvidence: 'denied' },
      },
    ]);
  });

  it('asks for attributes only where they or the policy are needed', async () => {
    const listed = { listQueues: { QueueUrls: [url('a')] }, listQueueTags: { Tags: { Owner: 'x' } } };
    expect(await list(listed, new Set(['tags']))).toMatchObject([
      { tags: { Owner: 'x' }, attributes: { noEvidence: 'not_read' }, policy: { noEvidence: 'not_read' } },
    ]);
    const getQueueAttributes = jest.fn(() => ({ Attributes }));
    expect(await list({ ...listed, getQueueAttributes }, new Set(['policy', 'tags']))).toMatchObject([
      { policy: null },
    ]);
    expect(getQueueAttributes).toHaveBeenCalledTimes(1);
  });
});
