import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import type { MisfireRules } from './domain/misfire.js';
import type { OverlapPolicy, RunCause, RunStatus } from './domain/overlap.js';
import type { Target } from './domain/target.js';

export const LEASE_SECONDS = 20;

/** A run that is due, with what its schedule says. */
export interface DueRun {
  id: string;
  tenantId: string;
  scheduleId: string;
  scheduleType: string;
  plannedAt: Date;
  dueAt: Date;
  cause: RunCause;
  attempt: number;
  /** Of its first attempt. */
  startedAt: Date;
  /** Since when it could have been started: it was due, and it was written. */
  openSince: Date;
  /** Of an attempt, or the open circuit that put it off before there was one. */
  error: string | null;
  /** For another run of its schedule. */
  waits: boolean;
  /** Its worker died in the attempt. */
  orphaned: boolean;
  replaces: string[];
  correlationId: string;
  requestedBy: string;
  requestedByKey: string;
  /** The schedule's; a scan, where the run was begun as one (/api/schedule/trigger). */
  target: Target;
  parameters: Record<string, unknown>;
  /** Those that are told of the scan (specs/4); none: whom the rules say. */
  channels: string[];
  overlapPolicy: OverlapPolicy;
  misfire: MisfireRules;
  maxAttempts: number;
  maxRetryAgeSeconds: number;
  /** The schedule was deleted meanwhile. */
  isDeleted: boolean;
  now: Date;
}

/** How the claim of a due run went. */
export type Claimed =
  | { run: DueRun; do: 'start'; replaces: string[] }
  | { run: DueRun; do: 'wait'; waitsFor: string; reason: string }
  | { run: DueRun; do: 'defer'; until: Date; error: string }
  | { run: DueRun; do: 'skip'; reason: string }
  | { run: DueRun; do: 'cancel'; reason: string }
  | { run: DueRun; do: 'fail'; error: string };

/** An open run as another of its schedule sees it. */
export interface OpenRunRow {
  id: string;
  scheduleId: string;
  plannedAt: Date;
  active: boolean;
  waits: boolean;
}

/** How an attempt ended; `attempt` fences off a worker that has lost the run. */
export interface Closing {
  id: string;
  attempt: number;
  status: RunStatus;
  error: string | null;
  reason: string | null;
  executionType: string | null;
  executionId: string | null;
  /** Of a retry, from now; null: none. */
  retryInSeconds: number | null;
  /** False: the attempt was never made (an open circuit, a stop). */
  counted: boolean;
}

export interface ClosedRun {
  id: string;
  tenantId: string;
  scheduleId: string;
  status: RunStatus;
}

const FALLBACK_SECONDS = 30;

const STATUS = {
  ...{ wait: 'queued', defer: 'queued' },
  ...{ skip: 'skipped', cancel: 'cancelled', fail: 'failed' },
} as const;
const ENDS: Claimed['do'][] = ['skip', 'cancel', 'fail'];

/** Due runs of all tenants: what is taken, and how it ended. */
@Injectable()
export class StartingStore {
  constructor(private readonly database: Database) {}

  claim<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.acrossTenants('due runs of all tenants are started together', work);
  }

  /**
   * Locks due runs, and those whose worker has died, together with their schedules: whether another run of the same
   * schedule is under way is decided by one worker at a time.
   */
  async due(tx: Tx, limit: number): Promise<DueRun[]> {
    return tx.$queryRaw<DueRun[]>`
      SELECT r.id, r.tenant_id AS "tenantId", r.schedule_id AS "scheduleId", s.schedule_type AS "scheduleType",
             r.planned_at AS "plannedAt", r.due_at AS "dueAt", r.cause, r.attempt, r.status = 'running' AS orphaned,
             coalesce(r.started_at, app_now()) AS "startedAt", r.replaces, r.error,
             greatest(r.due_at, r.created_at) AS "openSince", r.waits_for IS NOT NULL AS waits, r.correlation_id AS "correlationId",
             r.requested_by AS "requestedBy", r.requested_by_key AS "requestedByKey", s.parameters,
             s.channels,
             CASE WHEN r.execution_type = 'scan' THEN '{"type": "scan"}' ELSE s.target END AS target,
             s.overlap_policy AS "overlapPolicy", s.max_attempts AS "maxAttempts",
             s.max_retry_age_seconds AS "maxRetryAgeSeconds", s.deleted_at IS NOT NULL AS "isDeleted",
             jsonb_build_object('policy', s.misfire_policy, 'limit', s.misfire_limit,
                                'catchUpWindowSeconds', s.catch_up_window_seconds) AS misfire, app_now() AS now
        FROM schedule_runs r JOIN schedules s ON s.id = r.schedule_id
       WHERE (r.status = 'queued' AND r.next_attempt_at <= app_now())
          OR (r.status = 'running' AND r.lease_until < app_now())
       ORDER BY r.next_attempt_at, r.planned_at LIMIT ${limit}
         FOR UPDATE OF r SKIP LOCKED FOR NO KEY UPDATE OF s SKIP LOCKED`;
  }

  /** Open runs of these schedules, oldest first. */
  async open(tx: Tx, scheduleIds: readonly string[]): Promise<OpenRunRow[]> {
    if (scheduleIds.length === 0) return [];
    return tx.$queryRaw<OpenRunRow[]>`
      SELECT id, schedule_id AS "scheduleId", planned_at AS "plannedAt",
             (status = 'running' OR attempt > 0) AS active, waits_for IS NOT NULL AS waits
        FROM schedule_runs
       WHERE status IN ('queued', 'running') AND schedule_id IN (${Prisma.join([...scheduleIds])})
       ORDER BY planned_at`;
  }

  /** Writes what was decided about due runs. */
  async decide(tx: Tx, claims: readonly Claimed[]): Promise<void> {
    await release(
      tx,
      claims.filter(({ do: what }) => ENDS.includes(what)).map(({ run }) => run.id),
    );
    const starts = claims.filter((claim) => claim.do === 'start');
    if (starts.length > 0) {
      const rows = starts.map(({ run, replaces }) => ({ id: run.id, replaces }));
      await tx.$executeRaw`
        UPDATE schedule_runs r
           SET status = 'running', attempt = attempt + 1, started_at = coalesce(started_at, app_now()),
               lease_until = app_now() + make_interval(secs => ${LEASE_SECONDS}), waits_for = NULL, reason = NULL,
               replaces = v.replaces
          FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS v(id text, replaces jsonb) WHERE r.id = v.id`;
      await this.#replace(
        tx,
        starts.flatMap(({ run, replaces }) => replaces.map((id) => ({ id, by: run.id }))),
      );
    }
    const others = claims.filter((claim) => claim.do !== 'start');
    if (others.length === 0) return;
    const rows = others.map((claim) => ({
      id: claim.run.id,
      status: STATUS[claim.do],
      reason: 'reason' in claim ? claim.reason : null,
      error: 'error' in claim ? claim.error : null,
      waits_for: claim.do === 'wait' ? claim.waitsFor : null,
      until: claim.do === 'defer' ? claim.until : null,
    }));
    await tx.$executeRaw`
      UPDATE schedule_runs r
         SET status = v.status, reason = v.reason, error = coalesce(v.error, r.error), waits_for = v.waits_for,
             lease_until = NULL,
             next_attempt_at = coalesce(v.until, app_now() + make_interval(secs => ${FALLBACK_SECONDS})),
             ended_at = CASE WHEN v.status = 'queued' THEN NULL ELSE app_now() END
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS v(id text, status text, reason text, error text,
                                                                     waits_for text, until timestamptz)
       WHERE r.id = v.id`;
  }

  /** Says that attempts are alive. */
  async extend(claims: readonly { id: string; attempt: number }[]): Promise<void> {
    await this.database.acrossTenants(
      'a worker keeps its runs of all tenants',
      (tx) => tx.$executeRaw`
        UPDATE schedule_runs r SET lease_until = app_now() + make_interval(secs => ${LEASE_SECONDS})
          FROM jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) AS v(id text, attempt int)
         WHERE r.id = v.id AND r.attempt = v.attempt AND r.status = 'running' AND r.lease_until IS NOT NULL`,
    );
  }

  /**
   * Closes attempts, in a transaction of claim(). Left out of the answer is what another worker has taken over. There
   * is no further attempt of a schedule that was deleted meanwhile.
   */
  async close(tx: Tx, closings: readonly Closing[]): Promise<ClosedRun[]> {
    const closed = await tx.$queryRaw<ClosedRun[]>`
      UPDATE schedule_runs r
         SET status = CASE WHEN v.status = 'queued' AND s.deleted_at IS NOT NULL THEN 'cancelled' ELSE v.status END,
             reason = CASE WHEN v.status = 'queued' AND s.deleted_at IS NOT NULL THEN ${DELETED} ELSE v.reason END,
             error = v.error, lease_until = NULL,
             execution_type = coalesce(v."executionType", r.execution_type), execution_id = v."executionId",
             attempt = r.attempt - CASE WHEN v.counted THEN 0 ELSE 1 END,
             next_attempt_at = CASE WHEN v."retryInSeconds" IS NULL THEN r.next_attempt_at
                                    ELSE app_now() + make_interval(secs => v."retryInSeconds") END,
             ended_at = CASE WHEN v.status = 'running' OR (v.status = 'queued' AND s.deleted_at IS NULL) THEN NULL
                             ELSE app_now() END
        FROM schedules s, jsonb_to_recordset(${JSON.stringify(closings)}::jsonb) AS v(
               id text, attempt int, status text, error text, reason text, "executionType" text, "executionId" text,
               "retryInSeconds" float8, counted boolean)
       WHERE r.id = v.id AND s.id = r.schedule_id AND r.attempt = v.attempt AND r.status = 'running'
      RETURNING r.id, r.tenant_id AS "tenantId", r.schedule_id AS "scheduleId", r.status`;
    await release(
      tx,
      closed.filter(ended).map(({ id }) => id),
    );
    return closed;
  }

  async #replace(tx: Tx, replaced: readonly { id: string; by: string }[]): Promise<void> {
    if (replaced.length === 0) return;
    await tx.$executeRaw`
      UPDATE schedule_runs r SET status = 'cancelled', ended_at = app_now(), lease_until = NULL,
             reason = 'replaced by ' || v.by || ' (overlapPolicy cancel_running)'
        FROM jsonb_to_recordset(${JSON.stringify(replaced)}::jsonb) AS v(id text, by text)
       WHERE r.id = v.id AND r.id IN (
         SELECT id FROM schedule_runs WHERE id IN (${Prisma.join(replaced.map(({ id }) => id))})
            AND status IN ('queued', 'running') FOR UPDATE SKIP LOCKED)`; // one that is being closed ends anyway
    await release(
      tx,
      replaced.map(({ id }) => id),
    );
  }
}

/** Why a run of a schedule that is gone does not start. */
export const DELETED = 'the schedule was deleted';

export const ended = ({ status }: { status: RunStatus }): boolean =>
  status !== 'queued' && status !== 'running';

/** Lets runs go on that waited for these. */
export async function release(tx: Tx, endedIds: readonly string[]): Promise<void> {
  if (endedIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE schedule_runs SET next_attempt_at = app_now()
     WHERE waits_for IN (${Prisma.join([...endedIds])}) AND status = 'queued'`;
}
