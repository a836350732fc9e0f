import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { Actor } from '../access/index.js';
import type { RunCause, RunStatus } from './domain/overlap.js';
import type { ScheduleRow } from './schedules.store.js';
import { LEASE_SECONDS } from './starting.store.js';

export interface RunRow extends Omit<Prisma.ScheduleRunGetPayload<object>, 'cause' | 'status'> {
  cause: RunCause;
  status: RunStatus;
}

/** A run that somebody asks for. */
export interface AskedRun {
  id: string;
  plannedAt: Date;
  dueAt: Date;
  cause: 'manual' | 'backfill';
  correlationId: string;
}

/** Runs as the API shows and asks for them. Every method runs in the transaction of its use case. */
@Injectable()
export class RunStore {
  /** Newest planned time first. */
  async list(
    tx: Tx,
    { id: scheduleId, tenantId }: Pick<ScheduleRow, 'id' | 'tenantId'>,
    filter: { status?: RunStatus | undefined; before?: Date | undefined; take: number },
  ): Promise<RunRow[]> {
    const { status, before, take } = filter;
    const rows = await tx.scheduleRun.findMany({
      where: { tenantId, scheduleId, status, ...(before === undefined ? {} : { plannedAt: { lt: before } }) },
      orderBy: { plannedAt: 'desc' },
      take,
    });
    return rows as RunRow[];
  }

  /** Runs of these times, in order. */
  async at(tx: Tx, { id: scheduleId, tenantId }: ScheduleRow, times: readonly Date[]): Promise<RunRow[]> {
    const rows = await tx.scheduleRun.findMany({
      where: { tenantId, scheduleId, plannedAt: { in: [...times] } },
      orderBy: { plannedAt: 'asc' },
    });
    return rows as RunRow[];
  }

  /** False for a time that has a run already. */
  async insert(tx: Tx, schedule: ScheduleRow, actor: Actor, runs: readonly AskedRun[]): Promise<boolean> {
    const { count } = await tx.scheduleRun.createMany({
      data: runs.map((run) => ({
        ...run,
        tenantId: schedule.tenantId,
        scheduleId: schedule.id,
        nextAttemptAt: run.dueAt,
        requestedBy: actor.owner,
        requestedByKey: actor.keyId,
      })),
      skipDuplicates: true,
    });
    return count === runs.length;
  }

  /** Lets skipped runs run after all. */
  async rerun(tx: Tx, tenantId: string, actor: Actor, dueAt: Date, ids: readonly string[]): Promise<void> {
    await tx.scheduleRun.updateMany({
      where: { tenantId, id: { in: [...ids] }, status: 'skipped' },
      data: {
        status: 'queued',
        cause: 'backfill',
        dueAt,
        nextAttemptAt: dueAt,
        ...{ attempt: 0, startedAt: null, endedAt: null },
        ...{ reason: null, error: null },
        requestedBy: actor.owner,
        requestedByKey: actor.keyId,
      },
    });
  }

  /**
   * Writes a run whose first attempt, a plain scan whatever the schedule starts otherwise, this process makes itself,
   * now, under a lease: should it die, a worker goes on. False for a time that has a run already.
   */
  async insertBegunScan(tx: Tx, schedule: ScheduleRow, actor: Actor, run: AskedRun): Promise<boolean> {
    if (!(await this.insert(tx, schedule, actor, [run]))) return false;
    await tx.$executeRaw`
      UPDATE schedule_runs SET status = 'running', attempt = 1, started_at = due_at, execution_type = 'scan',
             lease_until = app_now() + make_interval(secs => ${LEASE_SECONDS}) WHERE id = ${run.id}`;
    return true;
  }

  /** What that attempt has started. */
  async noteScan(tx: Tx, tenantId: string, id: string, scanId: string): Promise<void> {
    await tx.scheduleRun.updateMany({
      where: { tenantId, id, attempt: 1, status: 'running' },
      data: { executionId: scanId, leaseUntil: null },
    });
  }

  /** Takes back a run whose attempt has started nothing, as whoever asked was told. */
  async removeBegun(tx: Tx, tenantId: string, id: string): Promise<void> {
    await tx.scheduleRun.deleteMany({ where: { tenantId, id, attempt: 1, status: 'running' } });
  }
}
