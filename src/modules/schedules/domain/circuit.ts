import type { Target } from './target.js';
import { targetKey } from './target.js';

/** After so many failures in a row a target is left alone … */
export const OPEN_AFTER_FAILURES = 5;
/** … for so long; then one run tries it, and the others wait for what comes of that. */
export const OPEN_SECONDS = 60;

export interface Circuit {
  failures: number;
  openUntil: Date;
  lastError: string;
}

/** Of a tenant's target. */
export const circuitKey = ({ tenantId, target }: { tenantId: string; target: Target }): string =>
  `${tenantId} ${targetKey(target)}`;

/** What a run says that was put off because of its target. */
export const openCircuitError = (target: Target, { failures, openUntil, lastError }: Circuit): string =>
  `circuit open for ${targetKey(target)} until ${openUntil.toISOString()} after ${failures} failures in a row, ` +
  `the last: ${lastError}`;
