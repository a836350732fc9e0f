import { Injectable } from '@nestjs/common';
import { Database, type Prisma, type Tx } from '../database/index.js';
import type { Lane } from './job.js';

export const LEASE_SECONDS = 20;
/** A last attempt that the database was away from may still say what came of it, before it is taken for dead. */
const LAST_WORD_SECONDS = 5;

export interface JobRow {
  id: string;
  tenantId: string;
  name: string;
  lane: Lane;
  payload: unknown;
  attempts: number;
  maxAttempts: number;
  correlationId: string;
}

/** A job that nobody works on; `exhausted`: it has no attempt left either. */
export interface OverdueJob extends JobRow {
  exhausted: boolean;
  lastError: string | null;
}

/**
 * What an attempt is to the number of those that a job has: one of them; none, as if it had not been; or one, for which
 * it gets another.
 */
export type Tally = 'counted' | 'undone' | 'replaced';

export interface NewJob {
  id: string;
  tenantId: string;
  name: string;
  lane: Lane;
  payload: Prisma.InputJsonValue;
  maxAttempts: number;
  correlationId: string;
}

/** The rows of jobs. Workers serve all tenants, so claims and sweeps look across them. */
@Injectable()
export class JobStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, jobs: NewJob[]): Promise<void> {
    await tx.job.createMany({ data: jobs });
  }

  /** Takes a due job, or one whose worker has died, for one attempt; undefined when it is not to be had. */
  async claim(id: string): Promise<JobRow | undefined> {
    const rows = await this.database.acrossTenants(
      'a worker takes due jobs of all tenants',
      (tx) =>
        tx.$queryRaw<JobRow[]>`
        UPDATE jobs
           SET status = 'running', attempts = attempts + 1,
               lease_until = app_now() + make_interval(secs => ${LEASE_SECONDS})
         WHERE id = ${id} AND attempts < max_attempts
           AND ((status = 'pending' AND next_attempt_at <= app_now())
             OR (status = 'running' AND lease_until < app_now()))
        RETURNING id, tenant_id AS "tenantId", name, lane, payload, attempts,
                  max_attempts AS "maxAttempts", correlation_id AS "correlationId"`,
    );
    return rows[0];
  }

  /** Says that the attempt is alive. False when another worker has taken the job over. */
  async extend(job: JobRow): Promise<boolean> {
    const count = await this.database.withTenant(
      job.tenantId,
      (tx) => tx.$executeRaw`
        UPDATE jobs SET lease_until = app_now() + make_interval(secs => ${LEASE_SECONDS})
         WHERE id = ${job.id} AND status = 'running' AND attempts = ${job.attempts}`,
    );
    return count === 1;
  }

  async complete(job: JobRow): Promise<void> {
    await this.database.withTenant(
      job.tenantId,
      (tx) => tx.$executeRaw`
        DELETE FROM jobs WHERE id = ${job.id} AND status = 'running' AND attempts = ${job.attempts}`,
    );
  }

  /** Puts a job back for a later attempt. May be asked again, but for one that is `undone`: its number comes again. */
  async release(job: JobRow, error: string, delayMs: number, tally: Tally): Promise<boolean> {
    const count = await this.database.withTenant(
      job.tenantId,
      (tx) => tx.$executeRaw`
        UPDATE jobs
           SET status = 'pending', lease_until = NULL, last_error = ${error},
               attempts = attempts - ${tally === 'undone' ? 1 : 0}::int,
               max_attempts = max_attempts + ${tally === 'replaced' ? 1 : 0}::int,
               next_attempt_at = app_now() + make_interval(secs => ${delayMs / 1000}::float8)
         WHERE id = ${job.id} AND status = 'running' AND attempts = ${job.attempts}`,
    );
    return count === 1;
  }

  /** Marks a job as out of attempts, unless another worker has it; `close` runs in the same transaction. */
  async bury(job: JobRow, error: string, close: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database.withTenant(job.tenantId, async (tx) => {
      const count = await tx.$executeRaw`
        UPDATE jobs SET status = 'dead', lease_until = NULL, last_error = ${error}, dead_at = app_now()
         WHERE id = ${job.id} AND status = 'running' AND attempts = ${job.attempts}`;
      if (count === 1) await close(tx);
    });
  }

  /** Jobs that nobody works on although they are due: a lost wake-up, or a dead worker. */
  async overdue(limit: number): Promise<OverdueJob[]> {
    return this.database.acrossTenants(
      'the sweep wakes due jobs of all tenants',
      (tx) => tx.$queryRaw`
        SELECT id, tenant_id AS "tenantId", name, lane, payload, attempts, max_attempts AS "maxAttempts",
               correlation_id AS "correlationId", last_error AS "lastError",
               (status = 'running' AND attempts >= max_attempts) AS exhausted
          FROM jobs
         WHERE (status = 'pending' AND next_attempt_at < app_now() - interval '2 seconds')
            OR (status = 'running' AND lease_until < app_now() - make_interval(
                 secs => CASE WHEN attempts < max_attempts THEN 0 ELSE ${LAST_WORD_SECONDS}::int END))
         ORDER BY exhausted, next_attempt_at LIMIT ${limit}`,
    );
  }

  /** Ends the leases of workers that cannot be alive: for a start that is alone with its database. */
  async endLeases(): Promise<void> {
    await this.database.acrossTenants(
      'a start that is alone takes over the jobs of the process before it, of all tenants',
      (tx) =>
        tx.$executeRaw`UPDATE jobs SET lease_until = app_now() - interval '1 second' WHERE status = 'running'`,
    );
  }

  /** Runs `work` while no other process of the cluster runs one of this name. */
  async oneAtATime(name: string, work: () => Promise<void>): Promise<void> {
    await this.database.acrossTenants('a lock of the cluster belongs to no tenant', async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${name}))`;
      await work();
    });
  }

  async count(): Promise<Record<string, number>> {
    const rows = await this.database.acrossTenants(
      'metrics count the jobs of all tenants',
      (tx) =>
        tx.$queryRaw<
          { status: string; count: number }[]
        >`SELECT status, count(*)::int AS count FROM jobs GROUP BY status`,
    );
    return Object.fromEntries(rows.map((row) => [row.status, row.count]));
  }
}
