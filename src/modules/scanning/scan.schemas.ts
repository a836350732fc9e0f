import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { noEvidenceReasons } from './domain/part.js';
import { controlById } from './domain/controls/index.js';
import { customFrameworkId, customId, NO_CONTROL, NO_FRAMEWORK } from './domain/custom-control.js';
import { frameworkOf } from './domain/frameworks/index.js';
import { services } from './domain/resource-type.js';
import { scanReads } from './domain/imports/scan-reads.js';
import { scanResult } from './domain/imports/scan-result.js';
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

const arn = z
  .string()
  .regex(/^arn:[\w-]+:[\w-]+:[\w-]*:\d{0,12}:.+/, 'must be an ARN')
  .max(2048);
/** Those of a tenant's own are looked up when the scan starts. */
const controlId = z
  .string()
  .refine((id) => controlById(id) !== undefined || customId.test(id), { error: NO_CONTROL })
  .transform((id) => controlById(id)?.id ?? id);
export const frameworkId = z
  .string()
  .refine((id) => frameworkOf(id) !== undefined || customFrameworkId.test(id), { error: NO_FRAMEWORK })
  .transform((id) => frameworkOf(id)?.id ?? id);

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
    resourceArns: z
      .array(arn)
      .min(1)
      .max(1000)
      .nullish()
      .describe('These resources of the inventory alone, each described anew'),
    tags: z
      .record(z.string().min(1).max(128), z.string().max(256))
      .nullish()
      .describe('Resources that have all of these tags'),
    controls: z.array(controlId).min(1).max(500).nullish().describe('What these controls need, and no more'),
    frameworks: z.array(frameworkId).min(1).max(50).nullish().describe('The controls of these frameworks'),
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
  resourceArns: z.array(z.string()).nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
  controls: z.array(z.string()).nullish(),
  frameworks: z.array(z.string()).nullish(),
  reads: scanReads.nullish().describe("What it takes over from AWS's own tools"),
  result: scanResult
    .nullable()
    .describe('Of a scan of /scans/compliance or /scans/vulnerabilities, at its end'),
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
