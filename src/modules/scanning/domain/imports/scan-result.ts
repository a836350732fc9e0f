import { z } from 'zod';

/** The four that the events of a scan tell of, as they write them. */
export const severityBreakdown = z.object({
  CRITICAL: z.number(),
  HIGH: z.number(),
  MEDIUM: z.number(),
  LOW: z.number(),
});

export const frameworkViolations = z.object({ CIS: z.number(), PCI_DSS: z.number(), SOC2: z.number() });

const complianceResult = z.object({
  kind: z.literal('compliance'),
  findingsCount: z.number().describe('Findings that were looked at, own and imported, each once'),
  violationsCount: z.number().describe('Of those: open, not suppressed, and failures of a check'),
  complianceScore: z.number().nullable().describe('null: nothing is decided'),
  severityBreakdown,
  frameworkViolations,
});
export type ComplianceResult = z.output<typeof complianceResult>;

const vulnerabilityResult = z.object({
  kind: z.literal('vulnerabilities'),
  vulnerabilitiesCount: z.number(),
  patchesCount: z.number().describe('Missing patches that close one of them, on each instance'),
  criticalVulnerabilities: z.number(),
  highVulnerabilities: z.number(),
  patchableVulnerabilities: z.number(),
});
export type VulnerabilityResult = z.output<typeof vulnerabilityResult>;

/** What a scan of imported findings or of vulnerabilities has come to; kept as it was when the scan ended. */
export const scanResult = z.discriminatedUnion('kind', [complianceResult, vulnerabilityResult]);
export type ScanResult = z.output<typeof scanResult>;
