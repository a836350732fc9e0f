import { z } from 'zod';

export const planRemediation = z
  .strictObject({
    tenantId: z.string().min(1).max(64).optional(),
    findingIds: z
      .array(z.string().min(1).max(64))
      .min(1)
      .max(500)
      .refine((ids) => new Set(ids).size === ids.length, 'must be different from one another'),
  })
  .meta({
    id: 'PlanRemediation',
    example: { findingIds: ['fnd_0198c7d2a1b27c3d8e4f5a6b7c8d9e0f'] },
  });
export type PlanRemediation = z.output<typeof planRemediation>;

const plannedCall = z.object({
  service: z.string(),
  operation: z.string(),
  region: z.string(),
  input: z
    .record(z.string(), z.unknown())
    .describe('`$result`: what an earlier call answers; `$mark`: our own tag'),
});

const permissions = z.object({
  known: z.boolean().describe('false: IAM does not say what the role may do'),
  missing: z.array(z.string()).describe('IAM actions that the role lacks'),
});

const finding = z.object({
  findingId: z.string(),
  controlId: z.string(),
  status: z.enum(['planned', 'refused', 'unneeded']),
  reason: z.string().nullable().describe('Why nothing is planned'),
  note: z.string().nullable(),
  resource: z.object({
    arn: z.string(),
    type: z.string(),
    accountId: z.string(),
    region: z.string(),
    tags: z.record(z.string(), z.string()),
  }),
  fixId: z.string().nullable(),
  title: z.string().nullable(),
  words: z.array(z.string()).describe('What will be other than before'),
  calls: z.array(plannedCall).describe('In this order'),
  reversible: z.boolean().nullable(),
  loses: z.string().nullable().describe('What cannot be brought back'),
  permissions: permissions.nullable(),
});
export type PlannedFinding = z.output<typeof finding>;

export const planAnswer = z
  .object({
    plannedAt: z.date(),
    items: z.array(finding).describe('In the order in which they are made'),
    planned: z.number(),
    refused: z.number(),
    unneeded: z.number(),
    approval: z
      .object({
        required: z.boolean(),
        levels: z.array(z.number()).describe('One after another'),
        quorum: z.number(),
        why: z.array(z.string()),
      })
      .describe('That it needs where no approval is asked for; the default is to ask'),
    blastRadius: z.object({
      resources: z.number(),
      limit: z.number(),
      refusals: z.array(z.string()).describe('Why it is too much for one remediation; none: it is not'),
    }),
  })
  .meta({ id: 'RemediationPlan' });
export type PlanAnswer = z.output<typeof planAnswer>;
