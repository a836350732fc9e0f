/** What a schedule starts, as specs/1 writes it. */
export type Target =
  | {
      type: 'step-functions';
      stateMachineName?: string | undefined;
      stateMachineArn?: string | undefined;
    }
  | { type: 'lambda'; functionName: string }
  | { type: 'sns'; topicArn: string }
  | { type: 'scan' };

export const targetTypes = ['step-functions', 'lambda', 'sns', 'scan'] as const;

export const SCAN_WORKFLOW = 'ComplianceScanWorkflow';

/** The state machine that a target names: its own name, or the last part of its ARN. A scan is one too. */
export function stateMachineOf(target: Target): string | undefined {
  if (target.type === 'scan') return SCAN_WORKFLOW;
  if (target.type !== 'step-functions') return undefined;
  return target.stateMachineName ?? target.stateMachineArn?.split(':').at(-1);
}

/** Equal for schedules that start the same thing: they share one circuit breaker. */
export function targetKey(target: Target): string {
  switch (target.type) {
    case 'lambda':
      return `lambda:${target.functionName}`;
    case 'sns':
      return `sns:${target.topicArn}`;
    case 'scan':
    case 'step-functions':
      return `workflow:${stateMachineOf(target) ?? ''}`;
  }
}
