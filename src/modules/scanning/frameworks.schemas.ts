import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { timestamp } from '../../shared/timestamp.js';
import { severities } from './domain/control.js';
import { accountId, tenantId } from './scan.schemas.js';

const counts = z.object({
  pass: z.number(),
  fail: z.number(),
  noEvidence: z.number(),
  manual: z.number(),
  notApplicable: z.number(),
  muted: z.number(),
});
const score = z.number().nullable().describe('0 to 100; null: nothing is decided');
const coverage = z.number().nullable().describe('Per cent of what could be decided that was decided');

export const frameworkItem = z
  .object({
    id: z.string(),
    aliases: z.array(z.string()),
    name: z.string(),
    version: z.string(),
    description: z.string(),
    note: z.string().nullable(),
    isCustom: z.boolean(),
    requirements: z.number().describe('How many'),
    automated: z.number().describe('How many of them controls settle alone'),
    controls: z.number().describe('How many controls it names'),
  })
  .meta({ id: 'Framework' });
export type FrameworkItem = z.output<typeof frameworkItem>;
export const frameworkList = pageOf(frameworkItem);

const requirement = z.object({
  id: z.string(),
  title: z.string(),
  section: z.string(),
  controls: z.array(z.string()),
  manual: z.string().nullable().describe('Why a person has to judge it'),
  unsupported: z.string().nullable().describe('What is not read'),
});

export const frameworkAnswer = frameworkItem
  .omit({ requirements: true })
  .extend({ requirements: z.array(requirement) })
  .meta({ id: 'FrameworkDetail' });
export type FrameworkAnswer = z.output<typeof frameworkAnswer>;

const statuses = ['passed', 'failed', 'partial', 'no_evidence', 'manual', 'not_applicable'] as const;

const assessedControl = z.object({
  controlId: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  counts,
  verdictsUrl: z.string().describe('The evidence: what the control says of each resource'),
});

export const assessmentAnswer = z
  .object({
    frameworkId: z.string(),
    name: z.string(),
    version: z.string(),
    note: z.string().nullable(),
    tenantId: z.string(),
    accountIds: z.array(z.string()).describe('Accounts that were assessed'),
    asOf: z.date().nullable().describe('The oldest assessment that is in it; null: there is none yet'),
    score,
    coverage,
    formula: z.string(),
    counts,
    statuses: z.record(z.enum(statuses), z.number()).describe('How many requirements have each status'),
    requirements: z.array(
      requirement.extend({
        status: z.enum(statuses),
        score,
        coverage,
        counts,
        controls: z.array(assessedControl),
      }),
    ),
  })
  .meta({ id: 'FrameworkAssessment' });
export type AssessmentAnswer = z.output<typeof assessmentAnswer>;

export const frameworkQuery = pageQuery.extend({ tenantId: tenantId.optional() });
export type FrameworkQuery = z.output<typeof frameworkQuery>;

export const assessmentQuery = z.strictObject({
  tenantId: tenantId.optional(),
  accountId: accountId.optional().describe('Left out: all accounts'),
  status: z.enum(statuses).optional().describe('Requirements of this status only'),
});
export type AssessmentQuery = z.output<typeof assessmentQuery>;

export const scoreItem = z
  .object({
    frameworkId: z.string(),
    accountId: z.string(),
    at: z.date(),
    score,
    coverage,
    counts,
    requirements: z
      .record(z.string(), z.object({ score, coverage }))
      .nullable()
      .describe('By requirement; with requirements=true only'),
    scanId: z.string().nullable(),
  })
  .meta({ id: 'Score' });
export type ScoreItem = z.output<typeof scoreItem>;
export const scoreList = pageOf(scoreItem).extend({ formula: z.string() });

export const scoreQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  frameworkId: z.string().min(1).max(128).optional(),
  accountId: accountId.optional(),
  from: timestamp.optional(),
  until: timestamp.optional(),
  requirements: z.enum(['true', 'false']).default('false'),
});
export type ScoreQuery = z.output<typeof scoreQuery>;
