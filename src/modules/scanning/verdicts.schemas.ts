import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { severities, verdicts } from './domain/control.js';
import { accountId, tenantId } from './scan.schemas.js';

export const verdictItem = z
  .object({
    controlId: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    accountId: z.string(),
    region: z.string(),
    resourceArn: z.string().nullable().describe('null: resources of the type could not be listed there'),
    resourceType: z.string(),
    verdict: z.enum(verdicts),
    evidence: z.record(z.string(), z.unknown()).describe('The values that decided, as they were read'),
    readAt: z.date(),
    mutedBy: z.string().nullable().describe('The mute that holds for it'),
  })
  .meta({ id: 'Verdict' });
export type VerdictItem = z.output<typeof verdictItem>;
export const verdictList = pageOf(verdictItem);

export const verdictQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  controlId: z.string().min(1).max(128).optional(),
  frameworkId: z.string().min(1).max(128).optional().describe('Controls of this framework'),
  accountId: accountId.optional(),
  region: z.string().min(1).max(32).optional(),
  resourceArn: z.string().min(1).max(2048).optional(),
  verdict: z.enum(verdicts).optional(),
  format: z.enum(['json', 'jsonl']).default('json').describe('jsonl: all of them, one JSON object a line'),
});
export type VerdictQuery = z.output<typeof verdictQuery>;
