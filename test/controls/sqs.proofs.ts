import { type ServiceProofs } from './proof.js';

export const sqsProofs: ServiceProofs = {
  service: 'sqs',
  build: async (world) => {
    const sqs = await world.aws().sqs();
    const arn = (name: string) => `arn:aws:sqs:eu-west-1:${world.accountId}:${name}`;
    const policy = (Condition: object) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn('*'), Condition },
        ],
      });
    await sqs.createQueue({ QueueName: 'plain', Attributes: { SqsManagedSseEnabled: 'false' } });
    await sqs.createQueue({ QueueName: 'by-sqs', Attributes: { SqsManagedSseEnabled: 'true' } });
    await sqs.createQueue({
      QueueName: 'by-kms.fifo',
      Attributes: { KmsMasterKeyId: 'alias/aws/sqs', FifoQueue: 'true' },
    });
    await sqs.createQueue({ QueueName: 'open', Attributes: { Policy: policy({}) } });
    await sqs.createQueue({
      QueueName: 'closed',
      Attributes: { Policy: policy({ StringEquals: { 'aws:SourceAccount': world.accountId } }) },
    });
    return {
      plain: arn('plain'),
      byKms: arn('by-kms.fifo'),
      open: arn('open'),
      closed: arn('closed'),
    };
  },
  emulated: {
    sqs_queues_server_side_encryption_enabled: { pass: 'byKms', fail: 'plain' },
    sqs_queues_not_publicly_accessible: { pass: 'closed', fail: 'open' },
  },
};
