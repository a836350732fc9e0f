import { newId } from '../../../src/shared/ids.js';

/** A question that an execution waits for, and that one of two people has approved. */
export function approvalRows(
  id: string,
  executionId: string,
  taskId: string,
  mark: string,
): [string, Record<string, unknown>][] {
  const now = new Date();
  const asked = { execution_id: executionId, task_id: taskId, correlation_id: mark };
  return [
    [
      'execution_tasks',
      {
        ...asked,
        resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        state_name: mark,
        input: '{}',
        idempotency_key: mark,
        attempt: 0,
        priority: 2,
        takes: 1,
        is_waiting: true,
        due_at: now,
        created_at: now,
      },
    ],
    [
      'approvals',
      {
        id,
        ...asked,
        workflow_type: 'compliance-scan',
        title: mark,
        details: { mark },
        level: 1,
        quorum: 2,
        status: 'pending',
        default_decision: 'reject',
        requested_by: mark,
        requested_by_key: mark,
        claimed_by: mark,
        expires_at: new Date(now.getTime() + 86_400_000),
      },
    ],
    [
      'approval_decisions',
      {
        id: newId('dec'),
        approval_id: id,
        decision: 'approved',
        comment: mark,
        decided_by: mark,
        decided_by_key: mark,
      },
    ],
  ];
}
