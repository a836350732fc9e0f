import { Injectable } from '@nestjs/common';
import { degraded, down, HealthPart, partOf, type PartHealth } from './health-part.js';
import { isAlive, type DiskState, type SeenProcess } from './process-state.js';
import { ProcessStates } from './process-states.js';
import { Processes } from './processes.service.js';

const LITTLE_PERCENT = 10;
const FULL_PERCENT = 1;

/** The disks of DATA_DIR: of this process, and of the others as they said last. */
@Injectable()
export class DiskHealth {
  constructor(
    private readonly states: ProcessStates,
    private readonly processes: Processes,
  ) {}

  @HealthPart('disk')
  async check(): Promise<PartHealth> {
    const [own, seen] = await Promise.all([
      this.states.disk(),
      this.processes.seen().catch(() => []), // a full disk may be the database's too
    ]);
    const others = seen.filter((one) => isAlive(one) && one.id !== this.processes.id);
    return diskHealth(own, others);
  }
}

export function diskHealth(own: DiskState | null, others: readonly SeenProcess[]): PartHealth {
  const named = [
    ['this process', own] as const,
    ...others.map(({ id, role, state }) => [`${role} ${id}`, state.disk] as const),
  ];
  const known = named.flatMap(([name, disk]) => (disk === null ? [] : [{ name, ...disk }]));
  if (known.length === 0) return { status: 'unknown', message: 'It cannot be told how full DATA_DIR is.' };
  const full = known.filter(({ freePercent }) => freePercent <= FULL_PERCENT);
  const scarce = known.filter(
    ({ freePercent }) => freePercent > FULL_PERCENT && freePercent < LITTLE_PERCENT,
  );
  const locked = known.filter(({ isWritable }) => !isWritable);
  const names = (disks: readonly { name: string }[]) => disks.map(({ name }) => name).join(', ');
  const least = Math.min(...known.map(({ freePercent }) => freePercent));
  return partOf(
    `DATA_DIR has ${least} % free.`,
    [
      full.length > 0 &&
        down(
          `The disk of DATA_DIR is full (${names(full)}): reports and what else is kept there cannot be written; make room, or set REPORTS_BUCKET.`,
        ),
      scarce.length > 0 &&
        degraded(
          `The disk of DATA_DIR has only ${least} % free (${names(scarce)}): make room before it is full, or set REPORTS_BUCKET.`,
        ),
      locked.length > 0 &&
        degraded(`DATA_DIR cannot be written to (${names(locked)}): give its owner the right to.`),
    ],
    { figures: { freePercent: least, freeMb: Math.min(...known.map(({ freeMb }) => freeMb)) } },
  );
}
