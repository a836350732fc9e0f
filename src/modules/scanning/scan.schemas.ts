import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { noEvidenceReasons } from './domain/part.js';
import { services } from './domain/resource-type.js';
import { scanStatuses } from './domain/scan-outcome.js';
import { scanTypeAliases, scanTypes, type ScanType } from './domain/scope.js';

export const tenantId = z.string().min(1).max(64);
export const accountId = z.string().regex(/^\d{12}$/, 'must have 12 digits');
export const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-west-1');

const service = z.preprocess((v) => (typeof v === 'string' ? v.toLowerCase() : v), z.enum(services));
const scanType = z
  .preprocess(
    (v) => (typeof v === 'string' && v in scanTypeAliases ? scanTypeAliases[v] : v),
    z.enum(scanTypes),
  )
  .default('full') as z.ZodType<ScanType>;

export const startScan = z
  .strictObject({
    tenantId: tenantId.optional(),
    accountIds: z
      .array(accountId)
      .min(1)
      .max(1000)
      .nullish()
      .describe('Registered accounts; all when left out'),
    regions: z.array(region).min(1).max(100).nullish().describe('All regions of the account when left out'),
    services: z.array(service).min(1).max(services.length).nullish().describe('All services when left out'),
    scanType,
  })
  .meta({ id: 'StartScan' });
export type StartScan = z.output<typeof startScan>;

export const startedScan = z
  .object({ scanId: z.string(), status: z.enum(scanStatuses) })
  .meta({ id: 'StartedScan' });

const progress = z.object({
  unitsDone: z.number(),
  unitsTotal: z.number(),
  resources: z.number(),
  findings: z.number(),
  apiCalls: z.number(),
  throttles: z.number(),
});

const scanSummary = z.object({
  scanId: z.string(),
  tenantId: z.string(),
  status: z.enum(scanStatuses),
  scanType: z.enum(scanTypes),
  accountIds: z.array(z.string()).nullable(),
  regions: z.array(z.string()).nullable(),
  services: z.array(z.enum(services)).nullable(),
  source: z.string(),
  requestedBy: z.string(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  progress,
});

const scanError = z.object({
  accountId: z.string(),
  region: z.string(),
  service: z.string(),
  resourceType: z.string().nullable().describe('null: the account itself could not be entered'),
  part: z.string().nullable().describe('null: the resources could not be listed'),
  reason: z.enum(noEvidenceReasons),
  code: z.string(),
  message: z.string(),
  count: z.number().describe('How many resources it concerns'),
});

export const scanAnswer = scanSummary.extend({ errors: z.array(scanError) }).meta({ id: 'Scan' });
export type ScanAnswer = z.output<typeof scanAnswer>;
export type ScanSummary = z.output<typeof scanSummary>;
export const scanList = pageOf(scanSummary.meta({ id: 'ScanSummary' }));

export const scanQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  status: z.enum(scanStatuses).optional(),
});
export type ScanQuery = z.output<typeof scanQuery>;

export const tenantQuery = z.strictObject({ tenantId: tenantId.optional() });
