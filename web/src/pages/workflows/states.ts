import type { Visit, VisitStatus } from './visit.js';

export type StateStatus = VisitStatus;

const WORDS: Readonly<Record<StateStatus, string>> = {
  ...{ current: 'running', done: 'done', caught: 'error caught', failed: 'failed', stopped: 'stopped' },
};
export const statusInWords = (status: StateStatus): string => WORDS[status];

/** All visits of a state, the first visit's state first. */
export function byState(visits: readonly Visit[]): Map<string, Visit[]> {
  const states = new Map<string, Visit[]>();
  for (const visit of visits) {
    const known = states.get(visit.name);
    if (known === undefined) states.set(visit.name, [visit]);
    else known.push(visit);
  }
  return states;
}

/** How a state goes: it is current while one of its visits is; else as the last one went. */
export function statusOf(visits: readonly Visit[]): StateStatus {
  if (visits.some(({ status, isOver }) => status === 'current' && !isOver)) return 'current';
  const ended = visits.findLast(({ status }) => status !== 'current');
  return ended?.status ?? 'stopped';
}

/** The lines of the drawing that were taken, as `from→to`. */
export const takenBy = (visits: readonly Visit[]): Set<string> =>
  new Set(visits.flatMap(({ from, name }) => (from === undefined ? [] : [`${from}→${name}`])));
