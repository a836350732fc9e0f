/** What every workflow is given (specs/1, "Workflow Input Format"). */
export interface WorkflowInput {
  tenantId: string;
  workflowType: string;
  parameters: Record<string, unknown>;
  metadata: {
    scheduledExecution: boolean;
    eventTriggered: boolean;
    scheduleId: string;
    triggeredAt: string;
    correlationId: string;
    /** Of the scan schedule: those that are told when its scan has ended; left out: whom the rules say. */
    notifyChannels?: string[];
  };
}

export const MAX_INPUT_BYTES = 262_144; // EventBridge Scheduler, Step Functions, Lambda's events and SNS alike

/** The context attributes of EventBridge Scheduler that may stand in parameters. */
export interface Keywords {
  scheduledTime: Date;
  executionId: string;
  attemptNumber: number;
  scheduleArn: string;
}

const KEYWORD = /<aws\.scheduler\.(scheduled-time|execution-id|attempt-number|schedule-arn)>/g;

/** Replaces `<aws.scheduler.scheduled-time>` and its like in every string of a value, however deep. */
export function replaceKeywords<T>(value: T, keywords: Keywords): T {
  const words: Record<string, string> = {
    'scheduled-time': isoSeconds(keywords.scheduledTime),
    'execution-id': keywords.executionId,
    'attempt-number': String(keywords.attemptNumber),
    'schedule-arn': keywords.scheduleArn,
  };
  const replaced = (given: unknown): unknown => {
    if (typeof given === 'string') return given.replace(KEYWORD, (_, name: string) => words[name] ?? '');
    if (Array.isArray(given)) return given.map(replaced);
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(Object.entries(given).map(([key, inner]) => [key, replaced(inner)]));
  };
  return replaced(value) as T;
}

/** As AWS writes times in events: without milliseconds. */
export const isoSeconds = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');

export const byteLength = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** The workflow type of a state machine: `ComplianceScanWorkflow` and `patch-approval-workflow-dev` end with what is left out. */
export const workflowTypeOf = (stateMachine: string): string =>
  stateMachine
    .replace(/Workflow$|-workflow-[a-z][a-z0-9-]*$/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase();
