import type { Schemas } from '../../api/api.js';

export interface ScoreLine {
  name: string;
  /** When, and from 0 to 100; null where nothing was decided. */
  points: [string, number | null][];
}

/** A line for each framework of one account, from the oldest score to the newest. */
export function seriesOf(scores: readonly Schemas['Score'][], accountId: string): ScoreLine[] {
  const own = scores.filter((score) => score.accountId === accountId);
  const names = [...new Set(own.map(({ frameworkId }) => frameworkId))].sort();
  return names.map((name) => ({
    name,
    points: own
      .filter(({ frameworkId }) => frameworkId === name)
      .sort((a, b) => a.at.localeCompare(b.at))
      .map(({ at, score }) => [at, score]),
  }));
}
