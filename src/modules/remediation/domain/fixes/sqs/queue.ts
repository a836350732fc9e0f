import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, type Target } from '../../fix.js';
import { dnsSuffix } from '../names.js';
import { withoutPublic } from '../without-public.js';

const QUEUE = 'AWS::SQS::Queue';

const urlOf = ({ name, region, accountId, partition }: Target): string =>
  `https://sqs.${region}.${dnsSuffix(partition)}/${accountId}/${name}`;

const attributesRead = <N extends string>(...names: N[]) =>
  read(
    'sqs',
    'GetQueueAttributes',
    z.object({
      Attributes: z.partialRecord(z.enum(names), z.string()).default({} as Partial<Record<N, string>>),
    }),
    (target) => ({ QueueUrl: urlOf(target), AttributeNames: names }),
  );

const set = (target: Target, Attributes: Record<string, string>) =>
  call('sqs', 'SetQueueAttributes', { QueueUrl: urlOf(target), Attributes });

/** With keys of SQS: it costs nothing, and nobody needs another permission. …/sqs-configure-sqs-sse-queue.html */
export const encryptQueue = fix({
  controls: ['sqs_queues_server_side_encryption_enabled'],
  type: QUEUE,
  title: 'Encrypt the queue’s messages with keys of SQS',
  reads: { attributes: attributesRead('SqsManagedSseEnabled', 'KmsMasterKeyId') },
  actions: ['sqs:SetQueueAttributes'],
  plan: ({ target, state: { attributes } }) => {
    const { SqsManagedSseEnabled: on, KmsMasterKeyId: key = '' } = attributes.Attributes;
    if (on === 'true' || key !== '') return nothing('It is encrypted');
    return change('Messages that come in from then on are encrypted (SSE-SQS)', [
      set(target, { SqsManagedSseEnabled: 'true' }),
    ]);
  },
  restore: ({ target }) => [set(target, { SqsManagedSseEnabled: 'false' })],
});

export const closeQueue = fix({
  controls: ['sqs_queues_not_publicly_accessible'],
  type: QUEUE,
  title: 'Take statements for everybody out of the queue’s policy',
  reads: { attributes: attributesRead('Policy') },
  actions: ['sqs:SetQueueAttributes'],
  plan: ({ target, state: { attributes }, evidence }) =>
    // an empty policy is how it is taken away
    withoutPublic(attributes.Attributes.Policy, evidence['publicStatements'], (rest) =>
      set(target, { Policy: rest ?? '' }),
    ),
  restore: ({ target, before: { attributes } }) => [
    set(target, { Policy: attributes.Attributes.Policy ?? '' }),
  ],
});
