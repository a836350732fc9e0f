import { readFileSync, readdirSync } from 'node:fs';
import { cpuMs, memoryMb, postgresCpuMs } from '../../scripts/bench/process-figures.mjs';

/** Looks at the processes once a second: memory and CPU of the service (its own children apart) and of PostgreSQL. */
export function watch({ pid, backendPid, redisPid, heapFile }) {
  const samples = [];
  const began = Date.now();
  const cpuOf = () => ({
    service: cpuMs(pid),
    children: childrenOf(pid).reduce((sum, child) => sum + (cpuMs(child) ?? 0), 0),
    postgres: backendPid === undefined ? null : postgresCpuMs(backendPid),
    redis: redisPid === undefined ? null : cpuMs(redisPid),
  });
  const first = cpuOf();
  const look = () => {
    const { rssMb } = memoryMb(pid);
    const children = childrenOf(pid).reduce((sum, child) => sum + (rss(child) ?? 0), 0);
    samples.push({ atMs: Date.now() - began, rssMb, childrenRssMb: children, heapUsedMb: heapOf(heapFile) });
  };
  look();
  const timer = setInterval(look, 1000);
  return {
    samples,
    stop() {
      clearInterval(timer);
      look();
      const seconds = (Date.now() - began) / 1000;
      const last = cpuOf();
      const cpuPercent = Object.fromEntries(
        Object.entries(last).map(([name, ms]) => [
          name,
          ms === null ? null : Math.round((ms - (first[name] ?? 0)) / 10 / seconds),
        ]),
      );
      const most = (name) => Math.max(...samples.map((one) => one[name] ?? 0));
      return {
        seconds,
        cpuPercent,
        rssMaxMb: most('rssMb'),
        childrenRssMaxMb: most('childrenRssMb'),
        samples,
      };
    },
  };
}

const rss = (pid) => {
  try {
    return memoryMb(pid).rssMb;
  } catch {
    return undefined; // it has ended
  }
};

/** Children and theirs. */
function childrenOf(pid) {
  if (process.platform !== 'linux') return [];
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]);
      parents.set(Number(name), parent);
    } catch {
      // it has ended
    }
  }
  const below = (one) =>
    [...parents].filter(([, parent]) => parent === one).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** What heap-probe.mjs noted last: the heap after the last full collection. */
function heapOf(file) {
  if (file === undefined) return null;
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Whether something grows: the least-squares line through means of ten seconds each (samples of one second lean on one
 * another, and would make it look surer than it is), and the range in which its slope lies with 95 % confidence.
 * @param {{ atMs: number, value: number }[]} points
 */
export function slope(points, bucketMs = 10_000) {
  const buckets = new Map();
  for (const { atMs, value } of points) {
    const key = Math.floor(atMs / bucketMs);
    buckets.set(key, [...(buckets.get(key) ?? []), value]);
  }
  const xy = [...buckets].map(([key, values]) => [
    (key * bucketMs) / 3_600_000,
    values.reduce((a, b) => a + b, 0) / values.length,
  ]);
  const n = xy.length;
  if (n < 4) return null;
  const mean = (at) => xy.reduce((sum, one) => sum + one[at], 0) / n;
  const [mx, my] = [mean(0), mean(1)];
  const sxx = xy.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const perHour = xy.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / sxx;
  const rest = xy.reduce((sum, [x, y]) => sum + (y - my - perHour * (x - mx)) ** 2, 0);
  const wide = studentT95(n - 2) * Math.sqrt(rest / (n - 2) / sxx);
  return { perHour, low: perHour - wide, high: perHour + wide, mean: my, points: n };
}

/** The two-sided 95 % quantile of Student's t; enough places for a verdict (Abramowitz and Stegun 26.7.5). */
function studentT95(freedom) {
  const z = 1.959964;
  const [z3, z5] = [z ** 3, z ** 5];
  return z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom ** 2);
}
