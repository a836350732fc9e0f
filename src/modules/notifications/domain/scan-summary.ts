import { z } from 'zod';
import { severity } from './severity.js';

/** What a scan has found, as scan.completed tells it: open findings that are neither suppressed nor muted. */
export const scanSummary = z.object({
  scanId: z.string(),
  status: z.string(),
  scanType: z.string(),
  /** `schedule`, `api`, … as the scan has it. */
  source: z.string(),
  accountIds: z.array(z.string()),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  resources: z.number(),
  bySeverity: z.partialRecord(severity, z.number()),
  /** By this scan. */
  opened: z.number(),
  resolved: z.number(),
  /** US dollars a month. */
  savingsUsd: z.number(),
  /** Findings of waste by type and region (specs/4); nothing of a type: no line. */
  waste: z.array(
    z.object({
      /** AWS's, such as AWS::EC2::Instance. */
      resourceType: z.string(),
      region: z.string(),
      count: z.number(),
      highRisk: z.number(),
      savingsUsd: z.number(),
    }),
  ),
  /** All findings by type and region, waste or not. */
  byTypeAndRegion: z.array(z.object({ resourceType: z.string(), region: z.string(), count: z.number() })),
  scores: z.array(
    z.object({
      frameworkId: z.string(),
      name: z.string(),
      score: z.number().nullable(),
      before: z.number().nullable(),
      coverage: z.number().nullable(),
    }),
  ),
  /** The worst, ten at most. */
  top: z.array(
    z.object({
      findingId: z.string(),
      title: z.string(),
      severity,
      controlId: z.string(),
      resourceArn: z.string(),
      accountId: z.string(),
      region: z.string(),
      savingsUsd: z.number().nullable(),
    }),
  ),
  /** How much could not be read. */
  gaps: z.number(),
});
export type ScanSummary = z.output<typeof scanSummary>;
