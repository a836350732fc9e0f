import { z } from 'zod';

const count = z.number().int().min(0);

/** What AnalyzeCompliance gives the states after it. */
const analysis = z.object({
  correlationId: z.string().min(1).max(128),
  scoreBefore: z.number().nullable(),
  threshold: z.number(),
  findingIds: z.array(z.string()),
  fixable: z.array(z.object({ id: z.string(), accountId: z.string() })),
});
export type Analysis = z.output<typeof analysis>;

const started = z.object({
  executionId: z.string(),
  accountId: z.string(),
  findingIds: z.array(z.string()),
});
/** `left`: what no remediation was started for, and why. */
const remediation = z.object({
  started: z.array(started),
  left: z.array(z.object({ accountId: z.string(), findings: count, reason: z.string() })),
});
export type Initiated = z.output<typeof remediation>;

const analyze = z.object({ action: z.literal('analyze'), input: z.unknown() });
const initiate = z.object({ action: z.literal('initiate'), analysis });
const publish = z.object({
  action: z.literal('publish'),
  analysis,
  remediation,
  reassessment: z.object({
    scanId: z.string(),
    compliance_score: z.number().nullable(),
    violations_count: count,
  }),
});
export type PublishInput = z.output<typeof publish>;

export const complianceRemediationInput = z.discriminatedUnion('action', [analyze, initiate, publish]);
export type ComplianceRemediationInput = z.output<typeof complianceRemediationInput>;
