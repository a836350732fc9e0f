import { createHash } from 'node:crypto';

/** One execution opens one incident at most, so that its id says which: `exe_0198…` opens `inc_0198…`. */
export const incidentIdOf = (executionId: string): string => executionId.replace(/^[a-z]+_/, 'inc_');
export const executionIdOf = (incidentId: string): string => incidentId.replace(/^[a-z]+_/, 'exe_');

/** The same for incidents of one type about the same resources; null: without resources nothing says so. */
export function dedupeKeyOf(incidentType: string, resourceArns: readonly string[]): string | null {
  if (resourceArns.length === 0) return null;
  const about = JSON.stringify([incidentType, [...resourceArns].sort()]);
  return createHash('sha256').update(about).digest('hex');
}
