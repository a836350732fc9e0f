import type { Json } from './json.js';
import type { Join } from './state.js';

/** Branches and iterations that run at once, how many more may begin, and when enough have failed. */

export interface Plan {
  total: number;
  /** How many at once; 0 for as many as `most`. */
  limit: number;
  most: number;
  items?: readonly Json[];
  keys?: readonly string[];
  tolerated?: Join['tolerated'];
}

export const newJoin = ({ total, limit, most, items, keys, tolerated }: Plan): Join => ({
  total,
  begun: 0,
  running: 0,
  limit: limit > 0 ? Math.min(limit, most) : most,
  results: [],
  failed: 0,
  ...(items && { items }),
  ...(keys && { keys }),
  ...(tolerated && { tolerated }),
});

/** As many more as may begin now, with their indexes. */
export function beginMore(join: Join): { join: Join; indexes: number[] } {
  const count = Math.min(join.limit - join.running, join.total - join.begun);
  if (count <= 0) return { join, indexes: [] };
  const begun = join.begun + count;
  return {
    join: { ...join, begun, running: join.running + count },
    indexes: Array.from({ length: count }, (_, i) => join.begun + i),
  };
}

export const oneSucceeded = (join: Join, index: number, output: Json): Join => {
  const results = [...join.results];
  while (results.length < index) results.push(null);
  results[index] = output;
  return { ...join, results, running: join.running - 1 };
};

/** A failure that is borne leaves no result. */
export const oneFailed = (join: Join, index: number): Join => ({
  ...join,
  running: join.running - 1,
  failed: join.failed + 1,
  without: [...(join.without ?? []), index],
});

export const isOver = (join: Join): boolean => join.running === 0 && join.begun === join.total;

/** Whether the fork goes on in spite of its failures: only a distributed Map's can, within both thresholds. */
export function isBorne({ tolerated, failed, total }: Join): boolean {
  if (!tolerated) return failed === 0;
  const { count, percentage } = tolerated;
  if (count === undefined && percentage === undefined) return failed === 0;
  return (
    (count === undefined || failed <= count) &&
    (percentage === undefined || (failed / total) * 100 <= percentage)
  );
}

export function resultsOf({ results, without, total }: Join): Json[] {
  const all = Array.from({ length: total }, (_, index) => results[index] ?? null);
  if (!without) return all;
  const left = new Set(without);
  return all.filter((_, index) => !left.has(index));
}
