import { z } from 'zod';
import { pageQuery } from '../../shared/paging.js';
import { EXECUTION_NAME } from './domain/arn.js';
import { priorities, type Priority } from './domain/standard-input.js';
import { envelopeOf } from './envelope.js';

export const executionStatuses = [
  'PENDING_START',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];

const tenantId = z.string().min(1).max(64);
const workflowType = z.string().min(1).max(80);
export const tenantQuery = z.strictObject({ tenantId: tenantId.optional() });
export const tenantBody = z
  .strictObject({ tenantId: tenantId.optional() })
  .default({})
  .meta({ id: 'ExecutionOfTenant' });

export const startWorkflow = z
  .strictObject({
    workflowType,
    tenantId: tenantId.optional().describe("The key's own; the platform key names one, or acts on `default`"),
    parameters: z
      .record(z.string().min(1).max(128), z.unknown())
      .default({})
      .describe('Those of the workflow: GET /workflows/definitions lists them'),
    startedBy: z.string().min(1).max(256).optional().describe('Kept as it is claimed'),
    metadata: z
      .looseObject({
        source: z.string().min(1).max(128).default('api').describe('What asks for it'),
        priority: z
          .enum(Object.keys(priorities) as [Priority, ...Priority[]])
          .default('normal')
          .describe('Who waits for a place begins in this order'),
      })
      .prefault({})
      .describe('Given to the workflow as it is, with startedBy and correlationId'),
    executionName: z
      .string()
      .regex(EXECUTION_NAME, 'must be 1 to 80 letters, digits or _.+!@()=-')
      .optional()
      .describe(
        'The same name and input while it runs is the same execution; 409 for another input or later',
      ),
  })
  .meta({
    id: 'StartWorkflow',
    example: {
      workflowType: 'compliance-scan',
      parameters: { scanType: 'security', regions: ['us-east-1'] },
      startedBy: 'user@company.com',
      metadata: { source: 'scheduled-scan', priority: 'high' },
    },
  });
export type StartWorkflow = z.output<typeof startWorkflow>;

const execution = {
  executionId: z.string(),
  executionArn: z.string(),
  executionName: z.string(),
  stateMachineArn: z.string(),
  status: z.enum(executionStatuses),
  startDate: z.date().nullable().describe('null: it waits for a place'),
  workflowType: z.string(),
  tenantId: z.string(),
  correlationId: z.string(),
};

const startedExecution = z.object(execution);
export type StartedExecution = z.output<typeof startedExecution>;
export const startAnswer = envelopeOf(startedExecution).meta({ id: 'WorkflowStart' });

const listed = { ...execution, stopDate: z.date().nullable(), createdAt: z.date() };
const listedExecution = z.object(listed);
export type ListedExecution = z.output<typeof listedExecution>;

export const executionQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  workflowType: workflowType.optional(),
  status: z.enum(executionStatuses).optional(),
});
export type ExecutionQuery = z.output<typeof executionQuery>;
export const executionList = envelopeOf(
  z.object({ executions: z.array(listedExecution), nextCursor: z.string().nullable() }),
).meta({ id: 'WorkflowList' });

const progress = z.object({
  currentStates: z.array(z.string()).describe('A Parallel or Map before the states inside of it'),
  statesDone: z
    .number()
    .nullable()
    .describe('States that it has left at least once; null on Step Functions, where only the history tells'),
  statesTotal: z.number().describe('States of the definition, those of branches and iterations too'),
});

const executionStatus = z.object({
  ...listed,
  input: z.unknown(),
  output: z.unknown().describe('null until it has succeeded'),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  redriveCount: z.number(),
  priority: z.enum(Object.keys(priorities) as [Priority, ...Priority[]]),
  startedBy: z.string().nullable().describe('As it was claimed'),
  requestedBy: z.string().describe('The owner of the key'),
  progress,
  queue: z
    .object({ position: z.number() })
    .nullable()
    .describe("While it waits for a place: 1 is the tenant's next"),
});
export type WorkflowStatus = z.output<typeof executionStatus>;
export const statusAnswer = envelopeOf(executionStatus).meta({ id: 'WorkflowStatus' });

export const stopWorkflow = z
  .strictObject({
    tenantId: tenantId.optional(),
    // the lengths of StopExecution
    error: z.string().min(1).max(256).optional(),
    cause: z.string().min(1).max(32_768).optional(),
  })
  .default({})
  .meta({ id: 'StopWorkflow', example: { error: 'Cancelled', cause: 'Started by mistake' } });
export type StopWorkflow = z.output<typeof stopWorkflow>;
export const stopAnswer = envelopeOf(
  z.object({ stopped: z.boolean().describe('false: it had ended before'), message: z.string() }),
).meta({ id: 'WorkflowStop' });

const redriven = z.object({ ...execution, redriveCount: z.number() });
export type RedrivenExecution = z.output<typeof redriven>;
export const redriveAnswer = envelopeOf(redriven).meta({ id: 'WorkflowRedrive' });

export const metricsQuery = z.strictObject({
  tenantId: tenantId.optional(),
  workflowType: workflowType.optional(),
});
export type MetricsQuery = z.output<typeof metricsQuery>;

const workflowMetrics = z.object({
  totalExecutions: z.number().describe('That are kept: see EXECUTION_RETENTION_DAYS'),
  successfulExecutions: z.number(),
  failedExecutions: z.number().describe('FAILED and TIMED_OUT'),
  abortedExecutions: z.number(),
  runningExecutions: z.number(),
  pendingExecutions: z.number().describe('They wait for a place'),
  averageDurationMs: z.number().nullable().describe('Of those that have ended; null: none has'),
  p95DurationMs: z.number().nullable(),
});
export type WorkflowMetrics = z.output<typeof workflowMetrics>;
export const metricsAnswer = envelopeOf(workflowMetrics).meta({ id: 'WorkflowMetrics' });
