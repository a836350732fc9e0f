import { type SQS } from '@aws-sdk/client-sqs';
import { isNoEvidence, NOT_READ } from '../../domain/part.js';
import { policyPart } from '../../domain/policy/index.js';
import { type QueueAttributes, sqsQueue, type SqsQueue } from '../../domain/resources/sqs/queue.js';
import { text } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';

/** The most that ListQueues gives at once; without a number given, it gives no further page. */
const LISTED_AT_ONCE = 1_000;
/** Each queue takes calls of its own: small pages keep results coming. */
const PAGE = 100;
/** The query protocol and the JSON protocol name it differently. */
const GONE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

export const sqsQueueReader = reader(sqsQueue, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const sqs = await aws.sqs();
    let NextToken: string | undefined;
    do {
      const listed = await sqs.listQueues({ MaxResults: LISTED_AT_ONCE, NextToken });
      for (const urls of chunks((listed.QueueUrls ?? []).toSorted(), PAGE)) {
        yield present(await mapConcurrent(urls, (url) => toQueue(sqs, url, want)));
      }
      NextToken = listed.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => {
    const QueueName = ref.arn.slice(ref.arn.lastIndexOf(':') + 1);
    const sqs = await aws.in(ref.region).sqs();
    const found = await unlessGone(() => sqs.getQueueUrl({ QueueName }), GONE);
    return found?.QueueUrl === undefined ? null : toQueue(sqs, found.QueueUrl, null);
  },
});

/** null: the queue is gone since it was listed. */
const toQueue = (sqs: SQS, url: string, want: Want): Promise<SqsQueue | null> =>
  unlessGone(async () => {
    const asked = want === null || want.has('attributes') || want.has('policy');
    const [all, { tags }] = await Promise.all([
      asked ? read(() => attributesOf(sqs, url)) : NOT_READ,
      readParts(want, {
        tags: () => read(async () => (await sqs.listQueueTags({ QueueUrl: url })).Tags ?? {}),
      }),
    ]);
    return {
      name: url.slice(url.lastIndexOf('/') + 1),
      url,
      attributes: isNoEvidence(all) ? all : toAttributes(all),
      policy: isNoEvidence(all) ? all : policyPart(all['Policy']),
      tags,
    };
  }, GONE);

async function attributesOf(sqs: SQS, QueueUrl: string): Promise<Partial<Record<string, string>>> {
  const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
  return Attributes;
}

function toAttributes(all: Partial<Record<string, string>>): QueueAttributes {
  const number = (value: string | undefined) => (value === undefined ? null : Number(value));
  const createdAt = number(all['CreatedTimestamp']);
  return {
    createdAt: createdAt === null ? null : new Date(createdAt * 1_000).toISOString(),
    fifo: all['FifoQueue'] === 'true',
    sqsManagedEncryption: all['SqsManagedSseEnabled'] === 'true',
    kmsKeyId: text(all['KmsMasterKeyId']),
    retentionSeconds: number(all['MessageRetentionPeriod']),
    visibilityTimeoutSeconds: number(all['VisibilityTimeout']),
    deadLetterQueueArn: deadLetterQueueOf(all['RedrivePolicy']),
  };
}

function deadLetterQueueOf(redrivePolicy: string | undefined): string | null {
  if (redrivePolicy === undefined || redrivePolicy === '') return null;
  const { deadLetterTargetArn } = JSON.parse(redrivePolicy) as { deadLetterTargetArn?: string };
  return text(deadLetterTargetArn);
}
