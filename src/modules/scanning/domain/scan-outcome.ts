import type { NoEvidenceReason } from './part.js';

export const scanStatuses = [
  'queued',
  'running',
  'completed',
  'completed_with_errors',
  'failed',
  'cancelled',
] as const;
export type ScanStatus = (typeof scanStatuses)[number];

/** Something that could not be read. `count` resources are concerned where it is a part of them. */
export interface ScanError {
  resourceType: string | null;
  part: string | null;
  reason: NoEvidenceReason;
  code: string;
  message: string;
  count: number;
}

export interface UnitOutcome {
  status: ScanStatus;
  errors: readonly ScanError[];
}

/**
 * How a unit ends: failed only where nothing of it could be read. `answers`: how many calls AWS has answered; what
 * there is one of in each account is listed without any.
 */
export function unitStatus(readTypes: number, errors: readonly ScanError[], answers?: number): ScanStatus {
  if (errors.length === 0) return 'completed';
  const isListed = readTypes > 0 || errors.every((error) => error.part !== null);
  return isListed && answers !== 0 ? 'completed_with_errors' : 'failed';
}

/**
 * How a scan ends, from its units: failed only when no unit could be read, and then not by throttling alone, since
 * a throttle says nothing about the account.
 */
export function scanStatus(units: readonly UnitOutcome[]): ScanStatus {
  if (units.every((unit) => unit.status === 'completed')) return 'completed';
  const throttledOnly = (unit: UnitOutcome) =>
    unit.errors.length > 0 && unit.errors.every((error) => error.reason === 'throttled');
  const reading = units.filter((unit) => unit.status !== 'failed' || throttledOnly(unit));
  return reading.length === 0 ? 'failed' : 'completed_with_errors';
}

/** Adds an error to a list in which equal ones are counted, not repeated. */
export function addError(errors: ScanError[], error: Omit<ScanError, 'count'>): void {
  const same = errors.find(
    (one) =>
      one.resourceType === error.resourceType &&
      one.part === error.part &&
      one.code === error.code &&
      one.reason === error.reason,
  );
  if (same === undefined) errors.push({ ...error, count: 1 });
  else same.count += 1;
}
