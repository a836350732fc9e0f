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

/** What runs here as a scan or an execution. */
export type WorkflowTarget = Extract<Target, { type: 'scan' | 'step-functions' }>;

/** What is called with the service's own credentials. */
export type OutsideTarget = Extract<Target, { type: 'lambda' | 'sns' }>;

export const isWorkflow = (target: Target): target is WorkflowTarget =>
  target.type === 'scan' || target.type === 'step-functions';

/** The workflows that look at AWS accounts: where a tenant has registered none, they have nothing to do. */
export const READS_ACCOUNTS: readonly string[] = ['ComplianceScanWorkflow', 'ContinuousMonitoringWorkflow'];

export const MONITORING_WORKFLOW = 'ContinuousMonitoringWorkflow';

/**
 * The state machine that a target names by its name, or by its ARN: `arn:aws:states:REGION:ACCOUNT:stateMachine:NAME`,
 * with a version or an alias behind it or not. Undefined for what is no workflow.
 */
export function stateMachineOf(target: Target): string | undefined {
  if (target.type !== 'step-functions') return undefined;
  return target.stateMachineName ?? target.stateMachineArn?.split(':')[6];
}

/** Equal for schedules that start the same thing: they share one circuit breaker. */
export function targetKey(target: Target): string {
  switch (target.type) {
    case 'lambda':
      return `lambda:${target.functionName}`;
    case 'sns':
      return `sns:${target.topicArn}`;
    case 'scan':
      return 'scan';
    case 'step-functions':
      return `workflow:${stateMachineOf(target) ?? ''}`;
  }
}
