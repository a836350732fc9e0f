import { z } from 'zod';

const limit = z.number().int().min(1).max(1_000_000);

/** How much change between two passes of continuous monitoring is an incident. Reaching a limit crosses it. */
export const alertThresholds = z.strictObject({
  newFindings: limit.optional().describe('Findings that have opened'),
  criticalFindings: limit.optional().describe('Critical findings that have opened'),
  scoreDrop: z.number().gt(0).max(100).optional().describe('Points that the compliance score has lost'),
});
export type AlertThresholds = z.output<typeof alertThresholds>;

export interface Changes {
  opened: { total: number; bySeverity: Partial<Record<string, number>> };
  /** Points; null where no score is known. */
  scoreDrop: number | null;
}

export interface Crossing {
  threshold: keyof AlertThresholds;
  limit: number;
  actual: number;
}

export interface ThresholdDecision {
  crossed: boolean;
  crossings: Crossing[];
  /** Thresholds that nothing is known for. */
  unknown: (keyof AlertThresholds)[];
}

/**
 * Which thresholds the changes have reached. With `alertOnCritical` one new critical finding is enough, unless
 * `criticalFindings` says how many are.
 */
export function decideThresholds(
  { opened, scoreDrop }: Changes,
  thresholds: AlertThresholds,
  alertOnCritical: boolean,
): ThresholdDecision {
  const limits: [keyof AlertThresholds, number | undefined, number | null][] = [
    ['newFindings', thresholds.newFindings, opened.total],
    [
      'criticalFindings',
      thresholds.criticalFindings ?? (alertOnCritical ? 1 : undefined),
      opened.bySeverity['critical'] ?? 0,
    ],
    ['scoreDrop', thresholds.scoreDrop, scoreDrop],
  ];
  const crossings: Crossing[] = [];
  const unknown: (keyof AlertThresholds)[] = [];
  for (const [threshold, limit, actual] of limits) {
    if (limit === undefined) continue;
    if (actual === null) unknown.push(threshold);
    else if (actual >= limit) crossings.push({ threshold, limit, actual });
  }
  return { crossed: crossings.length > 0, crossings, unknown };
}
