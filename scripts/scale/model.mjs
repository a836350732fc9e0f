/**
 * A day-to-day model of the service at a size that nobody here can run: the figures of one event, one call, one resource
 * are measured (measured.json, with the command of each), the rest is arithmetic and a simulation in steps of a second.
 */

const DAY = 86_400;

/** Repeatable random numbers (mulberry32), so that a run can be compared with the next. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Shares of accounts in the events: by Zipf's law, as few accounts make most of them. Sum 1, the largest first. */
export function shares(accounts, exponent) {
  const weights = Array.from({ length: accounts }, (_, i) => 1 / (i + 1) ** exponent);
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * What a sustained rate needs of each part, as a share of what one of it has (above 1: more than one is needed).
 * @param world {accounts, resources, eventsPerSecond, fullScansPerDay, retentionDays}
 * @param m measured.json's figures
 * @param limits {dbCores, walMbPerSecond, commitsPerSecond, storageTb, callsPerSecond}
 */
export function needs(world, m, limits) {
  const { eventsPerSecond: rate, resources } = world;
  const scansPerSecond = (resources * world.fullScansPerDay) / DAY;
  const storageTb =
    (rate * DAY * world.retentionDays * m.bytesPerEvent + resources * m.bytesPerResource) / 1e12;
  return {
    workersForEvents: (rate * m.workerMsPerEvent) / 1000,
    workersForScans: (scansPerSecond * m.workerMsPerScannedResource) / 1000,
    workersForCalls:
      (rate * m.describesPerEvent + scansPerSecond * m.callsPerScannedResource) / limits.callsPerSecond,
    databaseCpu:
      (rate * m.databaseMsPerEvent + scansPerSecond * m.databaseMsPerScannedResource) / 1000 / limits.dbCores,
    walWrites: (rate * m.walBytesPerEvent) / 1e6 / limits.walMbPerSecond,
    commits: (rate * m.commitsPerEvent) / limits.commitsPerSecond,
    storage: storageTb / limits.storageTb,
    storageTb,
  };
}

/**
 * An hour in steps of a second. Events arrive with bursts; workers take what they can; what is taken touches resources,
 * each of which is described once per window and account × region × service, within AWS_CALLS_PER_SECOND.
 * @returns lag in seconds (median, 99th, worst), the greatest backlog, the accounts whose describes fell behind
 */
export function simulate(world, m, { workers, seed = 1 }) {
  const random = randomFrom(seed);
  const share = shares(world.accounts, world.zipf);
  const capacity = (workers * 1000) / m.workerMsPerEvent;
  const budget = world.callsPerSecond * world.lanesPerAccount;
  const behind = new Float64Array(world.accounts);
  const mostBehind = new Float64Array(world.accounts);
  const lags = [];
  let backlog = 0;
  let mostBacklog = 0;
  for (let second = 0; second < 3600; second++) {
    const burst = second % world.burstEvery < world.burstSeconds ? world.burstFactor : 1;
    const arrived = world.eventsPerSecond * burst * (0.9 + 0.2 * random());
    const taken = Math.min(backlog + arrived, capacity);
    backlog += arrived - taken;
    mostBacklog = Math.max(mostBacklog, backlog);
    lags.push(backlog / capacity);
    for (let account = 0; account < world.accounts; account++) {
      const describes = taken * share[account] * m.describesPerEvent;
      behind[account] = Math.max(0, behind[account] + describes - budget);
      mostBehind[account] = Math.max(mostBehind[account], behind[account]);
    }
  }
  lags.sort((a, b) => a - b);
  return {
    capacity: Math.round(capacity),
    lagP50: lags[Math.floor(lags.length * 0.5)],
    lagP99: lags[Math.floor(lags.length * 0.99)],
    lagMax: lags.at(-1),
    mostBacklog: Math.round(mostBacklog),
    accountsBehind: mostBehind.filter((most) => most > budget * 60).length,
    largestShare: share[0],
    worstDescribeLag: Math.max(...mostBehind) / budget,
  };
}
