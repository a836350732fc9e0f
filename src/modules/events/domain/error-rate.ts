/** Of fewer events a share says nothing. */
export const LEAST_EVENTS = 20;

/** How many processed ones make `failed` too few for an alert. */
export const enoughProcessed = (failed: number, thresholdPercent: number): number =>
  Math.ceil((failed * (100 - thresholdPercent)) / thresholdPercent);

/** The failed among those that have ended, in per cent, where that is more than the threshold of enough events. */
export function tooMany(
  { failed, processed }: { failed: number; processed: number },
  thresholdPercent: number,
): { percent: number } | undefined {
  const all = failed + processed;
  if (all < LEAST_EVENTS) return undefined;
  const percent = (100 * failed) / all;
  return percent > thresholdPercent ? { percent: Math.round(10 * percent) / 10 } : undefined;
}
