import { counter } from '../../platform/telemetry/index.js';
import type { ChangeStatus } from './domain/change.js';

const DIMENSIONS = ['Environment', 'Service'] as const;
const SERVICE = 'remediation';

const ends = {
  verified: counter('FixesApplied', 'Fixes that were made, and whose control passes since', DIMENSIONS, {
    unit: 'Count',
  }),
  failed: counter('FixesFailed', 'Fixes that AWS refused, or whose control still fails', DIMENSIONS, {
    unit: 'Count',
  }),
  stopped: counter('FixesStopped', 'Fixes that the kill switch has stopped half-way', DIMENSIONS, {
    unit: 'Count',
  }),
  restored: counter('FixesRestored', 'Fixes that were taken back', DIMENSIONS, { unit: 'Count' }),
  restore_failed: counter('FixRestoresFailed', 'Fixes that could not be taken back', DIMENSIONS, {
    unit: 'Count',
  }),
};

/** Counts a change that has ended, after the commit that says so. */
export function countChange(environment: string, status: ChangeStatus): void {
  if (status in ends) ends[status as keyof typeof ends].add({ Environment: environment, Service: SERVICE });
}
