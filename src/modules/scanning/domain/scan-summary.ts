import { z } from 'zod';
import { severities } from './control.js';

/** What scan.completed says of what a scan has found: open findings that are neither suppressed nor muted. */
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
  bySeverity: z.partialRecord(z.enum(severities), z.number()),
  /** By this scan. */
  opened: z.number(),
  resolved: z.number(),
  /** US dollars a month. */
  savingsUsd: z.number(),
  /** Findings of waste by type and region; a type without one has no line. */
  waste: z.array(
    z.object({
      resourceType: z.string(),
      region: z.string(),
      count: z.number(),
      highRisk: z.number(),
      savingsUsd: z.number(),
    }),
  ),
  /** All findings, waste or not. */
  byTypeAndRegion: z.array(z.object({ resourceType: z.string(), region: z.string(), count: z.number() })),
  /** Over the scan's accounts; before: of the assessment before the scan. */
  scores: z.array(
    z.object({
      frameworkId: z.string(),
      name: z.string(),
      score: z.number().nullable(),
      before: z.number().nullable(),
      coverage: z.number().nullable(),
    }),
  ),
  /** The worst. */
  top: z.array(
    z.object({
      findingId: z.string(),
      title: z.string(),
      severity: z.enum(severities),
      controlId: z.string(),
      resourceArn: z.string(),
      accountId: z.string(),
      region: z.string(),
      savingsUsd: z.number().nullable(),
    }),
  ),
  /** How many errors the scan lists: what could not be read. */
  gaps: z.number(),
});
export type ScanSummary = z.output<typeof scanSummary>;

/** Open findings of one control, severity, type and region. */
export interface FoundGroup {
  controlId: string;
  severity: (typeof severities)[number];
  resourceType: string;
  region: string;
  count: number;
  /** Those whose risk is high (specs/4). */
  highRisk: number;
  savingsUsd: number;
}

type Counted = Pick<ScanSummary, 'bySeverity' | 'savingsUsd' | 'waste' | 'byTypeAndRegion'>;

/** What groups of findings come to; `isWaste` tells by a control's id. */
export function countedOf(groups: readonly FoundGroup[], isWaste: (controlId: string) => boolean): Counted {
  const bySeverity: Counted['bySeverity'] = {};
  for (const { severity, count } of groups) bySeverity[severity] = (bySeverity[severity] ?? 0) + count;
  return {
    bySeverity,
    savingsUsd: cents(groups.reduce((sum, { savingsUsd }) => sum + savingsUsd, 0)),
    waste: byPlace(groups.filter(({ controlId }) => isWaste(controlId))),
    byTypeAndRegion: byPlace(groups).map(({ resourceType, region, count }) => ({
      ...{ resourceType, region, count },
    })),
  };
}

/** Of each type and region, sorted by these. */
function byPlace(groups: readonly FoundGroup[]): Counted['waste'] {
  const places = new Map<string, Counted['waste'][number]>();
  for (const { resourceType, region, count, highRisk, savingsUsd } of groups) {
    const key = `${resourceType} ${region}`;
    const before = places.get(key) ?? { resourceType, region, count: 0, highRisk: 0, savingsUsd: 0 };
    places.set(key, {
      ...before,
      count: before.count + count,
      highRisk: before.highRisk + highRisk,
      savingsUsd: cents(before.savingsUsd + savingsUsd),
    });
  }
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

const cents = (usd: number): number => Math.round(usd * 100) / 100;
