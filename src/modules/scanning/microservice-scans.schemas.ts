import { z } from 'zod';
import { vulnerabilitySources } from './domain/imports/scan-reads.js';
import { scanAnswer, startScan, tenantId } from './scan.schemas.js';

const daysBack = z
  .number()
  .int()
  .min(1)
  .max(365)
  .default(7)
  .describe('How long ago a finding may have been written last');

const { scanType, frameworks } = startScan.shape;

/** As printed in specs/3. */
export const complianceScan = z
  .strictObject({
    tenantId: tenantId.optional(),
    scanType,
    daysBack,
    frameworks: frameworks.describe(
      'The controls of these alone; where scanType is targeted, those of CIS, PCI_DSS and SOC2 by default',
    ),
  })
  .meta({ id: 'ComplianceScan' });
export type ComplianceScan = z.output<typeof complianceScan>;

export const vulnerabilityScan = z
  .strictObject({
    tenantId: tenantId.optional(),
    scanType: z
      .enum(vulnerabilitySources)
      .default('targeted')
      .describe(
        "patches: Systems Manager alone; targeted: Inspector's findings with the patches that close them",
      ),
    daysBack,
    includeInspector: z.boolean().default(true),
    includePatches: z.boolean().default(true),
  })
  .check(({ value, issues }) => {
    if (value.includePatches || (value.scanType === 'targeted' && value.includeInspector)) return;
    const message =
      value.scanType === 'patches'
        ? 'must be true for the scanType patches'
        : 'must be true, or includeInspector';
    issues.push({ code: 'custom', path: ['includePatches'], message, input: value.includePatches });
  })
  .meta({ id: 'VulnerabilityScan' });
export type VulnerabilityScan = z.output<typeof vulnerabilityScan>;

/** Of one that ends in time 200, else 202 and the same with the status running. */
export const waitQuery = z.strictObject({
  tenantId: tenantId.optional(),
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(300)
    .optional()
    .describe('Seconds to wait for the result; SCAN_WAIT_SECONDS (60) when left out'),
});
export type WaitQuery = z.output<typeof waitQuery>;

const common = {
  status: z
    .enum(['completed', 'failed', 'running'])
    .describe('failed: nothing could be read, or it was cancelled'),
  correlation_id: z.string(),
  scan_timestamp: z.date().describe('When it ended; while it runs, when it was asked for'),
  scanId: z.string().describe('GET /scans/{scanId} shows how far it is, and the result'),
  errors: scanAnswer.shape.errors.describe('What could not be read: nothing is said of it'),
};

export const complianceOutput = z
  .object({
    ...common,
    findings_count: z.number(),
    violations_count: z.number(),
    compliance_score: z.number().nullable().describe('0 to 100; null: nothing is decided'),
  })
  .meta({ id: 'ComplianceScanOutput' });
export type ComplianceOutput = z.output<typeof complianceOutput>;

export const vulnerabilityOutput = z
  .object({
    ...common,
    vulnerabilities_count: z.number(),
    patches_count: z.number(),
    critical_vulnerabilities: z.number(),
    high_vulnerabilities: z.number(),
  })
  .meta({ id: 'VulnerabilityScanOutput' });
export type VulnerabilityOutput = z.output<typeof vulnerabilityOutput>;
