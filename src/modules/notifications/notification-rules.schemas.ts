import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { isTimezone } from '../../shared/timezone.js';
import { message } from './domain/message.js';
import { condition, endingFacts } from './domain/rules/condition.js';
import { weekdays } from './domain/rules/quiet-hours.js';
import { factNames } from './domain/rules/told.js';
import { severity } from './domain/severity.js';

const tenantId = z.string().min(1).max(64);
export const ruleTenantQuery = z.strictObject({ tenantId: tenantId.optional() });

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day such as 07:30');
const timezone = z
  .string()
  .refine(isTimezone, 'must be a name of the IANA database such as Europe/Berlin')
  .describe('A name of the IANA database');
const minutes = z.number().int().min(1).max(10_080);
const channelRefs = z.array(z.string().trim().min(1).max(128)).min(1).max(50);

const delivery = z
  .union(
    [
      z.literal('immediate'),
      z.strictObject({
        digest: z.enum(['hourly', 'daily']),
        timeOfDay: timeOfDay
          .default('08:00')
          .describe('Of a daily one; an hourly one goes out at the full hour'),
        timezone: timezone.default('UTC'),
      }),
    ],
    {
      error:
        'must be "immediate", or a digest such as {"digest": "daily", "timeOfDay": "08:00", "timezone": "UTC"}',
    },
  )
  .describe('At once, or together with all that came since the last time');

const quietHours = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay.describe('Of the next day where it is earlier than from'),
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .max(7)
      .optional()
      .describe('On which they begin; left out: on each'),
    timezone: timezone.default('UTC'),
    exceptSeverities: z.array(severity).max(5).default(['critical']).describe('These are told all the same'),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'must differ from from' })
  .meta({ example: { from: '22:00', to: '07:00', timezone: 'Europe/Berlin' } })
  .describe('What falls into them is told when they end');

const escalation = z
  .strictObject({
    afterMinutes: minutes,
    channels: channelRefs.describe('Ids or names of the channels that are told then'),
  })
  .describe(
    'Where nobody has done anything about it by then. It ends with its decision, acknowledgement, or repair',
  );

/** What fields have to do with one another is told once each is right. */
const isSoundSoFar = ({ issues }: { issues: readonly unknown[] }): boolean => issues.length === 0;

export const saveRule = z
  .strictObject({
    tenantId: tenantId.optional(),
    name: z.string().trim().min(1).max(128),
    description: z.string().max(512).nullable().default(null),
    enabled: z.boolean().default(true),
    when: condition,
    channels: z
      .union([z.literal('all'), channelRefs], { error: 'must be "all", or ids or names of channels' })
      .default('all')
      .describe('all: every channel that is enabled, also later ones; else ids or names'),
    delivery: delivery.default('immediate'),
    quietHours: quietHours.nullable().default(null),
    repeatAfterMinutes: minutes
      .nullable()
      .default(null)
      .describe('The same thing is told again only after so long, with all that came meanwhile'),
    escalation: escalation.nullable().default(null),
  })
  .refine((rule) => rule.escalation === null || endingFacts.has(rule.when.fact), {
    path: ['escalation'],
    error: `is for what somebody has to do: ${[...endingFacts].join(', ')}`,
    when: isSoundSoFar,
  })
  .meta({
    id: 'SaveNotificationRule',
    example: {
      name: 'High findings, each morning',
      when: { fact: 'finding.opened', severities: ['high'] },
      channels: 'all',
      delivery: { digest: 'daily', timeOfDay: '08:00', timezone: 'Europe/Berlin' },
    },
  });
export type SaveRule = z.output<typeof saveRule>;

/** The whole of a rule again. */
export const changeRule = saveRule.clone().meta({
  id: 'ChangeNotificationRule',
  example: {
    name: 'Workflow failed',
    when: { fact: 'workflow.failed' },
    quietHours: { from: '22:00', to: '07:00', timezone: 'Europe/Berlin' },
  },
});

const fields = z.record(z.string(), z.unknown());

export const ruleAnswer = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    enabled: z.boolean(),
    when: fields,
    channels: z.union([z.literal('all'), z.array(z.string())]).describe('all, or ids'),
    delivery: z.union([z.literal('immediate'), fields]),
    quietHours: fields.nullable(),
    repeatAfterMinutes: z.number().nullable(),
    escalation: fields.nullable(),
    isDefault: z.boolean().describe('One that every tenant has from the start'),
    version: z.number().describe('Counts its changes'),
    createdBy: z.string(),
    savedBy: z.string(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: 'NotificationRule' });
export type RuleAnswer = z.output<typeof ruleAnswer>;
export const ruleList = pageOf(ruleAnswer);

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

export const ruleQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  enabled: yesOrNo.optional(),
  fact: z.string().min(1).max(64).optional().describe('Rules about this fact'),
  name: z.string().min(1).max(128).optional().describe('A part of the name, in any case'),
});
export type RuleQuery = z.output<typeof ruleQuery>;

export const tryRules = z
  .strictObject({
    tenantId: tenantId.optional(),
    fact: z.enum(factNames),
    payload: fields.describe('Of the fact'),
  })
  .meta({
    id: 'TryNotificationRules',
    example: {
      fact: 'finding.opened',
      payload: {
        findingId: 'fnd_1',
        controlId: 's3_bucket_level_public_access_block',
        title: 'A bucket does not block public access',
        severity: 'critical',
        accountId: '123456789012',
        region: 'eu-west-1',
        resourceArn: 'arn:aws:s3:::reports',
        resourceType: 'AWS::S3::Bucket',
        estimatedMonthlySavingsUsd: null,
        mutedBy: null,
        source: 'scan_1',
      },
    },
  });
export type TryRules = z.output<typeof tryRules>;

const recipient = z.object({
  channelId: z.string().nullable(),
  name: z.string().describe('Of the channel; else the address or the topic'),
});

export const rulesTrial = z
  .object({
    matches: z.array(
      z.object({
        ruleId: z.string(),
        name: z.string(),
        recipients: z.array(recipient),
        dueAt: z.date(),
        isDigest: z.boolean(),
        escalation: z.object({ at: z.date(), recipients: z.array(recipient) }).nullable(),
      }),
    ),
    tellings: z
      .array(z.object({ recipient, ruleId: z.string().nullable(), dueAt: z.date(), isDigest: z.boolean() }))
      .describe('Each recipient once, when the first rule wants it; without a rule: the fact names him'),
    refused: z.array(z.object({ target: z.string(), reason: z.string() })),
    message: message.nullable().describe('What is told; null: nobody is told anything'),
  })
  .meta({ id: 'NotificationRulesTrial' });
export type RulesTrial = z.output<typeof rulesTrial>;
