import { Injectable } from '@nestjs/common';
import { counted, degraded, down, HealthPart, lasting, partOf, type PartHealth } from './health-part.js';
import { isAlive, isWorker, presenceOf, type SeenProcess } from './process-state.js';
import { Processes } from './processes.service.js';

/** Requests and heartbeats wait for so long: leases of jobs end after 20 s. */
const BLOCKED_MS = 3_000;

/** Whether somebody does the work, and whether somebody is stuck. */
@Injectable()
export class WorkersHealth {
  constructor(private readonly processes: Processes) {}

  @HealthPart('workers')
  async check(): Promise<PartHealth> {
    return workersHealth(await this.processes.seen());
  }
}

/** By all processes that there are, or were lately. */
export function workersHealth(seen: readonly SeenProcess[]): PartHealth {
  const alive = seen.filter(isAlive);
  const workers = alive.filter(isWorker);
  const hang = seen.filter((one) => presenceOf(one) === 'hangs');
  const gone = seen.filter((one) => presenceOf(one) === 'gone');
  const blocked = alive.filter(({ state }) => state.blockedMs >= BLOCKED_MS);
  const stuck = alive.filter(({ state }) => state.longJobs.length > 0);
  const longJobs = stuck.flatMap(({ state }) => state.longJobs);
  const wrongs = [
    workers.length === 0 &&
      down('No worker is alive, so nothing is done: start a process with ROLE=worker or ROLE=all.'),
    hang.length > 0 &&
      degraded(
        `${counted(hang.length, 'process hangs', 'processes hang')} (${names(hang)}), not heard of for ${lasting(longest(hang, (one) => one.silentSeconds))}: restart ${hang.length === 1 ? 'it' : 'them'}.`,
      ),
    gone.length > 0 &&
      degraded(
        `${counted(gone.length, 'process has', 'processes have')} ended without a word (${names(gone)}): the others take over; see its log, and that it is started again.`,
      ),
    blocked.length > 0 &&
      degraded(
        `The event loop of ${names(blocked)} was blocked for ${(longest(blocked, ({ state }) => state.blockedMs) / 1000).toFixed(1)} s: it has too little CPU, or too much to do at once (JOB_CONCURRENCY).`,
      ),
    longJobs.length > 0 &&
      degraded(
        `${counted(longJobs.length, 'job runs', 'jobs run')} far longer than usual in ${names(stuck)} (${[...new Set(longJobs.map(({ name }) => name))].join(', ')}, for ${lasting(longest(longJobs, ({ seconds }) => seconds))}): see the log of the process, and restart it if nothing moves.`,
      ),
  ];
  return partOf(`${counted(workers.length, 'worker')} at work.`, wrongs, {
    figures: {
      ...{
        workersAlive: workers.length,
        processesAlive: alive.length,
        hanging: hang.length,
        gone: gone.length,
      },
      ...{ longJobs: longJobs.length, blockedMs: longest(alive, ({ state }) => state.blockedMs) },
    },
    details: { processes: seen.map((one) => ({ ...one, presence: presenceOf(one) })) },
  });
}

const MOST_NAMES = 3;

/** Of processes, as they name themselves in their logs. */
function names(processes: readonly SeenProcess[]): string {
  const named = processes.slice(0, MOST_NAMES).map(({ id, role }) => `${role} ${id}`);
  const others = processes.length - named.length;
  return `${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

const longest = <T>(all: readonly T[], of: (one: T) => number): number => Math.max(0, ...all.map(of));
