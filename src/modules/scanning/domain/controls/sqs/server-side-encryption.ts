import { control, fail, pass } from '../../control.js';
import { sqsQueue } from '../../resources/sqs/queue.js';

export const serverSideEncryption = control({
  id: 'sqs_queues_server_side_encryption_enabled',
  on: sqsQueue,
  severity: 'medium',
  class: 'security',
  title: 'SQS queue does not encrypt its messages',
  risk: 'Messages that wait in the queue lie on AWS’s disks in plain text.',
  remediation: {
    text: 'Let SQS encrypt with keys of its own, or with a KMS key whose use can be watched and withdrawn.',
    steps: ['sqs SetQueueAttributes with SqsManagedSseEnabled true, or with KmsMasterKeyId'],
    url: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html',
  },
  needs: ['attributes'],
  decide: ({ attributes: { sqsManagedEncryption, kmsKeyId } }) => {
    const evidence = { sqsManagedEncryption, kmsKeyId };
    return sqsManagedEncryption || kmsKeyId !== null ? pass(evidence) : fail(evidence);
  },
});
