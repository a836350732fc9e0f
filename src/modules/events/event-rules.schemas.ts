import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { startScan } from '../scanning/index.js';
import { lambdaTarget, snsTarget } from '../schedules/index.js';
import { actionTypes, runStatuses } from './domain/event-rule.js';

const tenantId = z.string().min(1).max(64);
export const ruleTenantQuery = z.strictObject({ tenantId: tenantId.optional() });

const MAX_ACTION_LENGTH = 32_768;

const fields = z.record(z.string().max(256), z.unknown());

/** What fields have to do with one another is told once each is right. */
const isSoundSoFar = ({ issues }: { issues: readonly unknown[] }): boolean => issues.length === 0;

const workflowAction = z
  .strictObject({
    type: z.literal('workflow'),
    workflowType: z.string().min(1).max(80).optional().describe('See GET /workflows/definitions'),
    stateMachineName: z
      .string()
      .regex(/^[\w-]{1,80}$/, 'must be the name of a state machine')
      .optional(),
    parameters: fields.default({}),
    inputPaths: z
      .record(
        z.string().min(1).max(256),
        z
          .string()
          .max(512)
          .regex(
            /^\$(\.[^.|[\]]+(\[\])?)+$/,
            'must be a path such as $.detail.findingId; [] behind a name takes the elements of an array',
          ),
      )
      .default({})
      .describe('Parameters taken from the event; what it lacks is left out'),
  })
  .refine(
    ({ workflowType, stateMachineName }) => (workflowType === undefined) !== (stateMachineName === undefined),
    { path: ['workflowType'], error: 'give either workflowType or stateMachineName', when: isSoundSoFar },
  )
  .refine(({ parameters, inputPaths }) => Object.keys(inputPaths).every((name) => !(name in parameters)), {
    path: ['inputPaths'],
    error: 'must not name what parameters give already',
    when: isSoundSoFar,
  });

export const ruleAction = z
  .discriminatedUnion('type', [
    workflowAction,
    z.strictObject({ type: z.literal('scan-resource') }),
    startScan.omit({ tenantId: true }).extend({ type: z.literal('scan') }),
    z.strictObject({
      type: z.literal('notify'),
      targets: z
        .array(z.string().trim().min(1).max(2048))
        .max(20)
        .default([])
        .describe('Emails, channels or SNS topics; none: those that the notification rules say'),
    }),
    snsTarget,
    lambdaTarget,
  ])
  .refine((action) => JSON.stringify(action).length <= MAX_ACTION_LENGTH, 'must have less than 32 KB as JSON')
  .describe('What is done about each event that matches');
export type RuleAction = z.output<typeof ruleAction>;

const pattern = fields.describe(
  "EventBridge's event pattern language; 4,096 characters at most. Own facts have the source compliance-shepherd",
);

export const saveEventRule = z
  .strictObject({
    tenantId: tenantId.optional(),
    name: z.string().trim().min(1).max(128),
    description: z.string().max(512).nullable().default(null),
    pattern,
    action: ruleAction,
    enabled: z.boolean().default(true),
  })
  .meta({
    id: 'SaveEventRule',
    example: {
      name: 'Root has signed in',
      pattern: {
        'detail-type': ['AWS Console Sign In via CloudTrail'],
        detail: { userIdentity: { type: ['Root'] } },
      },
      action: { type: 'notify' },
    },
  });
export type SaveEventRule = z.output<typeof saveEventRule>;

/** The whole of a rule again. */
export const changeEventRule = saveEventRule.clone().meta({
  id: 'ChangeEventRule',
  example: {
    name: 'Root has acted',
    pattern: { detail: { userIdentity: { type: ['Root'] } } },
    action: { type: 'notify' },
  },
});

export const ruleRunAnswer = z
  .object({
    runId: z.string(),
    ruleId: z.string(),
    sourceId: z.string().describe('Of the event (GET /events/{id}), or of a fact of the service'),
    status: z.enum(runStatuses),
    result: z
      .object({ type: z.string(), id: z.string() })
      .nullable()
      .describe('What was started: an execution, scan, task, invocation, message or notification'),
    error: z.string().nullable().describe('Why it failed, or was skipped'),
    correlationId: z.string(),
    createdAt: z.date(),
    endedAt: z.date().nullable(),
  })
  .meta({ id: 'EventRuleRun' });
export type RuleRunAnswer = z.output<typeof ruleRunAnswer>;
export const ruleRunList = pageOf(ruleRunAnswer);

export const eventRuleAnswer = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    pattern: fields,
    action: fields.describe('As it was saved'),
    enabled: z.boolean(),
    isDefault: z.boolean().describe('One that every tenant has from the start'),
    version: z.number().describe('Counts its changes'),
    createdBy: z.string(),
    savedBy: z.string().describe('In whose name it acts'),
    createdAt: z.date(),
    updatedAt: z.date(),
    lastRun: ruleRunAnswer.nullable().describe('The newest'),
  })
  .meta({ id: 'EventRule' });
export type EventRuleAnswer = z.output<typeof eventRuleAnswer>;
export const eventRuleList = pageOf(eventRuleAnswer);

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

export const eventRuleQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  enabled: yesOrNo.optional(),
  action: z.enum(actionTypes).optional(),
  name: z.string().min(1).max(128).optional().describe('A part of the name, in any case'),
});
export type EventRuleQuery = z.output<typeof eventRuleQuery>;

export const ruleRunQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  status: z.enum(runStatuses).optional(),
});
export type RuleRunQuery = z.output<typeof ruleRunQuery>;

export const testEventRule = z
  .strictObject({
    tenantId: tenantId.optional(),
    pattern: z.unknown().optional().describe('Any JSON: what is wrong with it is the answer'),
    ruleId: z.string().min(1).max(64).optional(),
    event: fields.describe('As EventBridge delivers it'),
  })
  .refine(({ pattern, ruleId }) => (pattern === undefined) !== (ruleId === undefined), {
    path: ['pattern'],
    error: 'give either a pattern or the id of a rule',
    when: isSoundSoFar,
  })
  .meta({
    id: 'TestEventRule',
    example: { pattern: { source: [{ prefix: 'aws.' }] }, event: { source: 'aws.s3' } },
  });
export type TestEventRule = z.output<typeof testEventRule>;

export const eventRuleTrial = z
  .object({
    matches: z.boolean(),
    problems: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Of a pattern that is none'),
  })
  .meta({ id: 'EventRuleTrial' });
export type EventRuleTrial = z.output<typeof eventRuleTrial>;
