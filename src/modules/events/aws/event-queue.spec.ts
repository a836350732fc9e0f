import { describe, expect, it } from '@jest/globals';
import type { Aws, AwsClients } from '../../../platform/aws/index.js';
import { EventQueue, regionOfQueue } from './event-queue.js';

const URL = 'https://sqs.eu-central-1.amazonaws.com/111122223333/events';

interface Batch {
  Entries: { Id: string; ReceiptHandle: string; VisibilityTimeout?: number }[];
}

/** SQS as it answers batches: each entry of `refused` fails, so many times. */
function queueThatRefuses(refused: Record<string, number>) {
  const asked: string[][] = [];
  const regions: string[] = [];
  const answer = async ({ Entries }: Batch) => {
    asked.push(
      Entries.map(({ ReceiptHandle, VisibilityTimeout }) => `${ReceiptHandle}${VisibilityTimeout ?? ''}`),
    );
    const failed = Entries.filter(({ ReceiptHandle }) => (refused[ReceiptHandle] ?? 0) > 0);
    for (const { ReceiptHandle } of failed) refused[ReceiptHandle] = (refused[ReceiptHandle] ?? 0) - 1;
    return { Failed: failed.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })) };
  };
  const sqs = async () => ({ deleteMessageBatch: answer, changeMessageVisibilityBatch: answer });
  const ambient = (region: string) => {
    regions.push(region);
    return { sqs } as unknown as Aws;
  };
  const queue = new EventQueue({ ambient } as unknown as AwsClients, URL, 'us-east-1');
  return { queue, asked, regions };
}

describe('a queue with events', () => {
  it.each([
    [URL, 'eu-central-1'],
    ['https://sqs.us-gov-west-1.amazonaws.com/111122223333/events', 'us-gov-west-1'],
    ['https://sqs.cn-north-1.amazonaws.com.cn/111122223333/events', 'cn-north-1'],
    ['https://eu-west-2.queue.amazonaws.com/111122223333/events', 'eu-west-2'],
    ['https://vpce-1-2.sqs.eu-west-3.vpce.amazonaws.com/111122223333/events', 'eu-west-3'],
    ['https://queue.amazonaws.com/111122223333/events', 'us-east-1'],
    ['http://127.0.0.1:5000/111122223333/sqs.eu-west-1.x', 'us-east-1'],
  ])('%s is in %s', (url, region) => {
    expect(regionOfQueue(url, 'us-east-1')).toBe(region);
  });

  it('is asked in its own region', () => {
    expect(queueThatRefuses({}).regions).toEqual(['eu-central-1']);
  });

  it('deletes ten at a time, and once more what failed alone', async () => {
    const { queue, asked } = queueThatRefuses({ m3: 1, m10: 5 });
    expect(await queue.removeAll(Array.from({ length: 12 }, (_, i) => `m${i}`))).toBe(11);
    expect(asked.map((one) => one.length)).toEqual([10, 1, 2, 1]);
    expect(asked.slice(1)).toEqual([['m3'], ['m10', 'm11'], ['m10']]);
  });

  it('asks nothing for nothing', async () => {
    const { queue, asked } = queueThatRefuses({});
    expect(await queue.removeAll([])).toBe(0);
    expect(asked).toEqual([]);
  });

  it('holds all messages of a batch at once', async () => {
    const { queue, asked } = queueThatRefuses({ b: 1 });
    await queue.extend(['a', 'b'], 30);
    expect(asked).toEqual([['a30', 'b30'], ['b30']]);
  });
});
