import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { timestamp } from '../../shared/timestamp.js';
import { byteLength, MAX_INPUT_BYTES } from './domain/workflow-input.js';
import { misfirePolicies } from './domain/misfire.js';
import { overlapPolicies } from './domain/overlap.js';
import { targetTypes } from './domain/target.js';

export const tenantId = z.string().min(1).max(64);
export const tenantQuery = z.strictObject({ tenantId: tenantId.optional() });

const expression = z.string().min(1).max(256);
const arn = (service: string, what: string) =>
  z
    .string()
    .max(1600)
    .regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:`), `must be the ARN of ${what}`);

const workflowTarget = z
  .strictObject({
    type: z.literal('step-functions'),
    stateMachineName: z
      .string()
      .regex(/^[\w-]{1,80}$/, 'must be the name of a state machine')
      .optional(),
    stateMachineArn: arn('states', 'a state machine').optional(),
  })
  .refine(
    ({ stateMachineName, stateMachineArn }) =>
      (stateMachineName === undefined) !== (stateMachineArn === undefined),
    {
      path: ['stateMachineName'],
      error: 'give either stateMachineName or stateMachineArn',
      when: ({ issues }) => issues.length === 0,
    },
  )
  .meta({ example: { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' } });

export const lambdaTarget = z.strictObject({
  type: z.literal('lambda'),
  functionName: z
    .string()
    .max(170)
    .regex(
      /^(arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:)?[\w-]{1,64}(:[\w$-]{1,128})?$/,
      'must be the name or ARN of a function',
    ),
});

export const snsTarget = z.strictObject({ type: z.literal('sns'), topicArn: arn('sns', 'a topic') });

export const target = z
  .discriminatedUnion('type', [
    workflowTarget,
    lambdaTarget,
    snsTarget,
    z.strictObject({ type: z.literal('scan') }),
  ])
  .describe(`What is started: ${targetTypes.join(', ')}`);

const parameters = z
  .record(z.string().max(256), z.unknown())
  .refine((given) => byteLength(given) <= MAX_INPUT_BYTES - 4096, 'must have less than 252 KB as JSON')
  .describe('Given to what is started; `<aws.scheduler.scheduled-time>` and its like are replaced');

/** What may be set; PUT takes each alone. */
const settable = {
  tenantId: tenantId.optional(),
  scheduleType: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens'),
  cronExpression: expression.describe('Six fields: minutes hours day-of-month month day-of-week year'),
  scheduleExpression: expression.describe('cron(…), rate(5 minutes) or at(2026-12-01T06:00:00)'),
  timezone: z.string().min(1).max(50).describe('IANA name'),
  enabled: z.boolean(),
  description: z.string().max(512).nullable(),
  target,
  parameters,
  flexibleTimeWindowMinutes: z.int().min(0).max(1440).describe('0: off'),
  jitterSeconds: z.int().min(0).max(3600),
  startDate: timestamp.nullable().describe('No time before it'),
  endDate: timestamp.nullable().describe('No time from it on'),
  overlapPolicy: z
    .enum(overlapPolicies)
    .describe(
      'What a run does whose predecessor has not ended: not start, wait, start beside it, replace it',
    ),
  misfirePolicy: z.enum(misfirePolicies).describe('What happens to times that were missed by over a minute'),
  misfireLimit: z.int().min(1).max(1000).describe('How many missed times run_all catches up: the newest'),
  catchUpWindowSeconds: z.int().min(60).max(2_592_000).describe('Older missed times are skipped'),
  maxAttempts: z.int().min(1).max(186).describe('Starts that are tried, the first included'),
  maxRetryAgeSeconds: z.int().min(60).max(86_400).describe('No retry later than this after the first start'),
  tags: z.record(z.string().min(1).max(128), z.string().max(256)).refine((t) => Object.keys(t).length <= 50, {
    error: 'at most 50 tags',
  }),
  actionAfterCompletion: z.enum(['NONE', 'DELETE']).describe('After the last time that it has'),
};

export const createSchedule = z
  .strictObject({
    ...settable,
    cronExpression: settable.cronExpression.optional(),
    scheduleExpression: settable.scheduleExpression.optional(),
    timezone: settable.timezone.default('UTC'),
    enabled: settable.enabled.default(true),
    description: settable.description.default(null),
    parameters: settable.parameters.default({}),
    flexibleTimeWindowMinutes: settable.flexibleTimeWindowMinutes.default(0),
    jitterSeconds: settable.jitterSeconds.default(0),
    startDate: settable.startDate.default(null),
    endDate: settable.endDate.default(null),
    overlapPolicy: settable.overlapPolicy.default('skip'),
    misfirePolicy: settable.misfirePolicy.default('run_once'),
    misfireLimit: settable.misfireLimit.default(100),
    catchUpWindowSeconds: settable.catchUpWindowSeconds.default(86_400),
    maxAttempts: settable.maxAttempts.default(3),
    maxRetryAgeSeconds: settable.maxRetryAgeSeconds.default(86_400),
    tags: settable.tags.default({}),
    actionAfterCompletion: settable.actionAfterCompletion.default('NONE'),
    clientToken: z
      .string()
      .regex(/^[a-zA-Z0-9-_]{1,64}$/, 'must be 1 to 64 letters, digits, - or _')
      .optional()
      .describe('The same request with the same token makes one schedule'),
  })
  .meta({
    id: 'CreateSchedule',
    example: {
      scheduleType: 'compliance-scan',
      cronExpression: '0 6 * * ? *',
      timezone: 'America/New_York',
      target: { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' },
      parameters: { scanType: 'comprehensive' },
    },
  });
export type CreateSchedule = Omit<z.output<typeof createSchedule>, 'tenantId'>;

export const changeSchedule = z
  .strictObject(settable)
  .partial()
  .meta({ id: 'ChangeSchedule', description: 'What is left out stays as it is' });
export type ChangeSchedule = Omit<z.output<typeof changeSchedule>, 'tenantId'>;

export const scheduleStatuses = ['ENABLED', 'DISABLED'] as const;

export const scheduleAnswer = z
  .object({
    scheduleId: z.string(),
    tenantId: z.string(),
    scheduleType: z.string(),
    cronExpression: z.string().nullable().describe('Its six fields, when it is a cron expression'),
    scheduleExpression: z.string(),
    timezone: z.string(),
    inWords: z.string(),
    status: z.enum(scheduleStatuses),
    enabled: z.boolean(),
    disabledReason: z.string().nullable().describe('Why it is off although it was to be on'),
    paused: z.object({ reason: z.string(), by: z.string(), at: z.date() }).nullable(),
    description: z.string().nullable(),
    target,
    parameters: z.record(z.string(), z.unknown()),
    flexibleTimeWindowMinutes: z.number(),
    jitterSeconds: z.number(),
    startDate: z.date().nullable(),
    endDate: z.date().nullable(),
    overlapPolicy: z.enum(overlapPolicies),
    misfirePolicy: z.enum(misfirePolicies),
    misfireLimit: z.number(),
    catchUpWindowSeconds: z.number(),
    maxAttempts: z.number(),
    maxRetryAgeSeconds: z.number(),
    tags: z.record(z.string(), z.string()),
    actionAfterCompletion: z.enum(['NONE', 'DELETE']),
    nextRunAt: z.date().nullable(),
    createdBy: z.string(),
    savedBy: z.string(),
    createdAt: z.date(),
    updatedAt: z.date(),
    engine: z
      .object({
        name: z.enum(['bullmq', 'eventbridge']),
        state: z.enum(['in_sync', 'pending', 'error']),
        error: z.string().nullable(),
        syncedAt: z.date().nullable(),
      })
      .describe('Whether the engine that starts it knows its newest version'),
  })
  .meta({ id: 'Schedule' });
export type ScheduleAnswer = z.output<typeof scheduleAnswer>;

export const scheduleList = pageOf(scheduleAnswer);

export const scheduleQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  scheduleType: settable.scheduleType.optional(),
  status: z.enum(scheduleStatuses).optional(),
});
export type ScheduleQuery = z.output<typeof scheduleQuery>;

export const pauseSchedule = z
  .strictObject({ tenantId: tenantId.optional(), reason: z.string().trim().min(1).max(512) })
  .meta({ id: 'PauseSchedule' });
export type PauseSchedule = z.output<typeof pauseSchedule>;

export const tenantBody = z
  .strictObject({ tenantId: tenantId.optional() })
  .default({})
  .meta({ id: 'OfTenant' });
