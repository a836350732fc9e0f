import { z } from 'zod';
import { scanScope, scanType } from '../definitions/parameters.js';

export const scanJobId = z.string().min(1).max(64);

const initialize = z.object({
  action: z.literal('initialize'),
  tenantId: z.string().optional(),
  scanType,
  /** The workflow's: those of a scan's scope are read. */
  parameters: z.object(scanScope).default({}),
});
const discover = z.object({
  action: z.literal('discover'),
  scanJobId,
  service: z.string().toLowerCase().min(1).max(64),
});
const analyze = z.object({ action: z.literal('analyze'), scanJobId });
const report = z.object({
  action: z.literal('report'),
  scanJobId,
  title: z.string().min(1).max(200).default('Compliance scan'),
  includeRecommendations: z.boolean().default(true),
});

export const scanEnvironmentInput = z.discriminatedUnion('action', [initialize, discover, analyze, report]);
export type ScanEnvironmentInput = z.output<typeof scanEnvironmentInput>;
export type ScanInitialize = z.output<typeof initialize>;
export type ScanReportInput = z.output<typeof report>;
