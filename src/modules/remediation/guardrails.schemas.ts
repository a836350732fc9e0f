import { z } from 'zod';
import { isTimezone } from '../../shared/timezone.js';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { ALL_ACCOUNTS } from './domain/guardrails.js';
import { days } from './domain/hours.js';

const tenantId = z.string().min(1).max(64);
export const ofTenant = z.strictObject({ tenantId: tenantId.optional() });

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of the day such as 22:30');
const region = z
  .string()
  .regex(
    /^[a-z]{2}(-[a-z]+)+-\d$/,
    'must be an AWS region such as eu-west-1; what lies in none is never kept out by it',
  );

const hours = z
  .strictObject({
    timezone: z.string().max(50).refine(isTimezone, 'must be an IANA name such as Europe/Berlin'),
    days: z.array(z.enum(days)).min(1).max(days.length).describe('On which it begins'),
    from: clock,
    to: clock.describe('Where it is not later than `from`: of the day after'),
  })
  .meta({ example: { timezone: 'Europe/Berlin', days: ['sat', 'sun'], from: '22:00', to: '04:00' } });

// the limits of AWS: a key of 128 characters, a value of 256
const exemptTag = z.strictObject({
  key: z.string().min(1).max(128),
  value: z.string().max(256).optional().describe('Left out: any value'),
});

const approval = z.strictObject({
  always: z.boolean().describe('Each change is approved, also where who starts it asks for no approval'),
  levels: z.union([z.literal(1), z.literal(2)]).describe('1: approvers; 2: then admins too'),
  quorum: z.int().min(1).max(20).describe('How many different people at each level'),
});

const fixId = z.string().min(1).max(128);
const fields = {
  enabled: z.boolean().describe('Nothing is changed in an account that is not enabled'),
  allowedFixes: z.array(fixId).max(500).nullable().describe('Ids of fixes; null: all'),
  regions: z
    .array(region)
    .max(100)
    .nullable()
    .describe(
      'null: all. What lies in no region, such as IAM, is never kept out by it: allowedFixes does that',
    ),
  hours: z.array(hours).max(50).nullable().describe('When changes may be made; null: at any time'),
  exemptTags: z
    .array(exemptTag)
    .max(50)
    .describe("A resource with one of these is not changed; the tags of the tenant's settings count beside"),
  maxChangesPerHour: z
    .int()
    .min(0)
    .max(10_000)
    .describe('That are begun in the account within any 60 minutes'),
  maxResourcesPerRemediation: z.int().min(0).max(500).describe('Of the account, in one remediation'),
  approval,
  fixSettings: z
    .record(fixId, z.record(z.string().min(1).max(64), z.unknown()))
    .describe('By fix id: what the fix takes'),
};

/** What is stored. */
export const guardrailSettings = z
  .strictObject({ ...fields, approval: approval.partial() })
  .partial()
  .meta({
    id: 'GuardrailSettings',
    description: 'A field that is left out is as it is for all accounts (`*`), or by default',
  });
export type GivenSettings = z.output<typeof guardrailSettings>;

export const saveGuardrails = guardrailSettings
  .extend({
    tenantId: tenantId.optional(),
    version: z
      .int()
      .min(0)
      .max(2_147_483_647) // of PostgreSQL's integer
      .optional()
      .describe('That it changes, 0 for none: another one there is a conflict'),
  })
  .meta({
    id: 'SaveGuardrails',
    description: 'Replaces what was set',
    example: {
      enabled: true,
      allowedFixes: ['s3_bucket_level_public_access_block'],
      hours: [{ timezone: 'Europe/Berlin', days: ['mon', 'tue', 'wed', 'thu'], from: '22:00', to: '04:00' }],
      maxChangesPerHour: 10,
      approval: { levels: 2 },
    },
  });
export type SaveGuardrails = z.output<typeof saveGuardrails>;

/** Of a path. */
export const guardedAccount = z
  .string()
  .regex(/^(\*|\d{12})$/, `must be an account of 12 digits, or ${ALL_ACCOUNTS} for all of them`);

export const guardrailsQuery = pageQuery.extend({ tenantId: tenantId.optional() });
export type GuardrailsQuery = z.output<typeof guardrailsQuery>;

export const guardrailsAnswer = z
  .object({
    accountId: z.string().describe('`*`: all accounts'),
    registered: z.boolean().describe('false: the account was removed since'),
    settings: guardrailSettings.nullable().describe('Its own; null: none'),
    version: z.number().describe('Counts their changes; 0: none'),
    savedBy: z.string().nullable(),
    savedAt: z.date().nullable(),
    effective: z.object({ ...fields, regions: z.array(z.string()).nullable() }).describe('What holds'),
    origins: z
      .record(z.string(), z.string())
      .describe('Whose each field of `effective` is: the account itself, `*` or `default`'),
  })
  .meta({ id: 'Guardrails' });
export type GuardrailsAnswer = z.output<typeof guardrailsAnswer>;
export const guardrailsList = pageOf(guardrailsAnswer);
