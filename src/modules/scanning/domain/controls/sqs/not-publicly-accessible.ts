import { control, fail, pass } from '../../control.js';
import { publicStatements } from '../../policy/index.js';
import { sqsQueue } from '../../resources/sqs/queue.js';

export const notPubliclyAccessible = control({
  id: 'sqs_queues_not_publicly_accessible',
  on: sqsQueue,
  severity: 'critical',
  class: 'security',
  title: 'SQS queue lets in anybody',
  risk: 'Strangers can read messages away from those they are for, or feed the queue with their own.',
  remediation: {
    text: 'Name the accounts, or tie the statement to an organization or to the sources that send.',
    steps: ['sqs SetQueueAttributes with a Policy without the statements that are named here'],
    url: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
  },
  needs: ['policy'],
  decide: ({ policy }) => {
    if (policy === null) return pass({ policy: null });
    const open = publicStatements(policy);
    return open.length === 0
      ? pass({ statements: policy.statements.length })
      : fail({ publicStatements: open });
  },
});
