import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { noEvidenceReasons } from './domain/part.js';
import { accountId, region, tenantId } from './scan.schemas.js';

const failure = z.object({ findingId: z.string(), code: z.string(), message: z.string() });
export const exportFailures = z.array(failure);

export const exportError = z.object({
  reason: z
    .enum(['not_enabled', ...noEvidenceReasons])
    .describe('not_enabled: there is no Security Hub there'),
  code: z.string(),
  message: z.string(),
});

export const findingExport = z
  .object({
    target: z.literal('securityhub'),
    accountId: z.string(),
    region: z.string(),
    attemptedAt: z.date(),
    lastExportedAt: z.date().nullable().describe('When it came to its end last; null: never'),
    sent: z.number().describe('Findings that Security Hub took in the last attempt: those that had changed'),
    failed: z.number().describe('Findings that it refused then; they are sent again after the next scan'),
    failures: exportFailures.describe('The first 20 of those'),
    error: exportError.nullable().describe('Why the last attempt did not come to its end'),
  })
  .meta({ id: 'FindingExport' });
export type FindingExport = z.output<typeof findingExport>;
export const findingExportList = pageOf(findingExport);

export const findingExportQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  accountId: accountId.optional(),
  region: region.optional(),
});
export type FindingExportQuery = z.output<typeof findingExportQuery>;
