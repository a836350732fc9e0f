import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { timestamp } from '../../shared/timestamp.js';
import { severities } from './domain/control.js';
import { accountId, tenantId } from './scan.schemas.js';

const suppression = z.object({
  reason: z.string(),
  by: z.string(),
  at: z.date(),
  until: z.date().nullable().describe('null: until it is taken back'),
});

export const findingItem = z
  .object({
    id: z.string(),
    controlId: z.string(),
    title: z.string(),
    status: z.enum(['open', 'resolved']),
    severity: z.enum(severities),
    tenantId: z.string(),
    accountId: z.string(),
    region: z.string(),
    resourceArn: z.string(),
    resourceType: z.string(),
    evidence: z.record(z.string(), z.unknown()).describe('The values that decided, as they were read'),
    risk: z.enum(['high', 'low']).nullable(),
    estimatedMonthlySavingsUsd: z.number().nullable().describe('null: no price is known'),
    firstSeenAt: z.date(),
    lastSeenAt: z.date(),
    openedAt: z.date(),
    resolvedAt: z.date().nullable(),
    suppressed: suppression.nullable(),
    muted: z
      .object({ muteId: z.string() })
      .nullable()
      .describe('The rule that mutes it (GET /mutes/{muteId})'),
    scanId: z.string().nullable().describe('The scan that saw it last'),
  })
  .meta({ id: 'Finding' });
export type FindingItem = z.output<typeof findingItem>;

const counts = z.object({
  total: z.number(),
  bySeverity: z.partialRecord(z.enum(severities), z.number()),
  byResourceType: z.record(z.string(), z.number()),
  estimatedMonthlySavingsUsd: z.number().describe('Sum of the known savings'),
});
export type FindingCounts = z.output<typeof counts>;

export const findingList = pageOf(findingItem).extend({
  counts: counts.nullable().describe('Of all that the filters let through; on the first page only'),
});

export const findingAnswer = findingItem
  .extend({
    remediation: z.object({ text: z.string(), url: z.string() }).nullable(),
    riskText: z.string().nullable().describe('Why it matters'),
    evidenceHash: z.string(),
    history: z.array(
      z.object({
        id: z.string(),
        at: z.date(),
        from: z.string().nullable(),
        to: z.string(),
        reason: z.string(),
        evidence: z.record(z.string(), z.unknown()),
        source: z.string(),
        actor: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'FindingDetail' });
export type FindingAnswer = z.output<typeof findingAnswer>;

/** `high` or `high,critical` */
export const severityList = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim().toLowerCase()))
  .pipe(z.array(z.enum(severities)).min(1));

export const fileFormats = ['csv', 'ocsf', 'asff'] as const;
export type FileFormat = (typeof fileFormats)[number];

export const findingQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  status: z.enum(['open', 'resolved']).optional(),
  severity: severityList.optional().describe('One or several, with commas'),
  controlId: z.string().min(1).max(128).optional(),
  accountId: accountId.optional(),
  region: z.string().min(1).max(32).optional(),
  resourceArn: z.string().min(1).max(2048).optional(),
  resourceType: z.string().min(1).max(128).optional(),
  suppressed: z.enum(['true', 'false']).optional(),
  muted: z.enum(['true', 'false']).optional(),
  since: timestamp.optional().describe('Opened or resolved at this time or later'),
  order: z
    .enum(['newest', 'worst'])
    .default('newest')
    .describe('worst: critical ones first, of each severity the newest first. A file has the newest first'),
  format: z
    .enum(['json', ...fileFormats])
    .default('json')
    .describe('json: a page. Else a file of all that the filters let through, without limit and cursor'),
});
export type FindingQuery = z.output<typeof findingQuery>;

export const suppress = z
  .strictObject({
    tenantId: tenantId.optional(),
    reason: z.string().trim().min(1).max(1000),
    expiresAt: timestamp.nullish().describe('It is shown as open again from then on'),
  })
  .meta({ id: 'SuppressFinding' });
export type Suppress = z.output<typeof suppress>;

export const unsuppress = z.strictObject({ tenantId: tenantId.optional() });
