import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../platform/database/index.js';
import { NOT_YET } from './domain/settling.js';

/** An event as it is written first. */
export interface NewEvent {
  id: string;
  tenantId: string;
  eventId: string;
  eventType: string;
  eventSource: string;
  eventName: string;
  eventTime: Date;
  accountId: string;
  region: string;
  disposition: string;
  reason: string;
  rule: string | null;
  resources: unknown[];
  who: unknown;
  isOwn: boolean;
  envelope: unknown;
  /** How often it came in this batch. */
  copies: number;
}

/** A resource that an event asks to be described. `change` is `related` where the event did not change it itself. */
export interface NewTouch {
  id: string;
  tenantId: string;
  arn: string;
  accountId: string;
  region: string;
  type: string;
  eventTime: Date;
  change: string;
}

/** A rule's run, with the job that does it. */
export interface NewRun {
  /** Of the event. */
  id: string;
  tenantId: string;
  runId: string;
  ruleId: string;
  jobId: string;
}

/** What a batch of deliveries comes to. */
export interface NewBatch {
  events: readonly NewEvent[];
  touches: readonly NewTouch[];
  runs: readonly NewRun[];
  /** Of accounts that nobody has registered: how many, by account. */
  refused: ReadonlyMap<string, number>;
}

/** A resource that never comes to rest is described nevertheless, so long after its first event. */
const LONGEST_WAIT_MS = 1_500;
/**
 * AWS did not answer for it: its tries are not brought forward, or a burst of events would use them all up at once. What
 * was only not there yet may be there with what happens to it next.
 */
const IS_PUT_OFF = `r.claim IS NULL AND r.last_error <> '${NOT_YET}'`;

/**
 * All of a batch or nothing: each event once for ever, what it asks to be described, the runs of rules, and the counts.
 * Rows are written in the order of their keys, so that two batches with the same rows wait for each other instead of
 * both failing.
 */
const TAKE: Statement = {
  name: 'events-take',
  text: `
WITH n AS MATERIALIZED (
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
                       $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
                       $15::bool[], $16::text[], $17::int[])
    AS n(id, tenant_id, event_id, event_type, event_source, event_name, event_time, account_id, region, disposition,
         reason, rule, resources, who, is_own, envelope, copies)
), ids AS (
  INSERT INTO event_ids (tenant_id, event_id, id, received_at)
  SELECT tenant_id, event_id, id, app_now() FROM n ORDER BY tenant_id, event_id
  ON CONFLICT (tenant_id, event_id) DO NOTHING
  RETURNING id, received_at
), added AS (
  INSERT INTO events (id, tenant_id, received_at, event_id, event_type, event_source, event_name, event_time,
                      account_id, region, disposition, reason, rule, resources, who, is_own, correlation_id, envelope,
                      settled_at)
  SELECT n.id, n.tenant_id, ids.received_at, n.event_id, n.event_type, n.event_source, n.event_name, n.event_time,
         n.account_id, n.region, n.disposition, n.reason, n.rule, n.resources::jsonb, n.who::jsonb, n.is_own, n.id,
         n.envelope::json, CASE WHEN n.disposition = 'retrying' THEN NULL ELSE ids.received_at END
    FROM n JOIN ids USING (id)
), t AS MATERIALIZED (
  SELECT t.*, ids.received_at
    FROM unnest($18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::timestamptz[],
                $25::text[]) AS t(id, tenant_id, arn, account_id, region, type, event_time, change)
    JOIN ids USING (id)
), r AS (
  INSERT INTO refreshes AS r (tenant_id, arn, account_id, region, type, first_at, due_at)
  SELECT tenant_id, arn, max(account_id), max(region), max(type), app_now(), app_now() + $26 * interval '1 ms'
    FROM t GROUP BY tenant_id, arn ORDER BY tenant_id, arn
  ON CONFLICT (tenant_id, arn) DO UPDATE
     SET version = r.version + 1,
         due_at = CASE WHEN ${IS_PUT_OFF} THEN r.due_at
                       ELSE least(r.first_at + interval '${LONGEST_WAIT_MS} ms', excluded.due_at) END
  RETURNING tenant_id, arn, version
), waiting AS (
  INSERT INTO refresh_events (tenant_id, arn, id, received_at, event_time, change, version)
  SELECT t.tenant_id, t.arn, t.id, t.received_at, t.event_time, t.change, r.version
    FROM t JOIN r USING (tenant_id, arn)
), runs AS (
  INSERT INTO event_rule_runs (id, tenant_id, rule_id, source_id, correlation_id)
  SELECT u.run_id, u.tenant_id, u.rule_id, u.id, u.id
    FROM unnest($27::text[], $28::text[], $29::text[], $30::text[]) AS u(id, tenant_id, run_id, rule_id)
    JOIN ids USING (id)
), jobs AS (
  INSERT INTO jobs (id, tenant_id, name, lane, payload, max_attempts, correlation_id)
  SELECT j.job_id, j.tenant_id, $32, $33, jsonb_build_object('runId', j.run_id), $34::int, j.id
    FROM unnest($27::text[], $28::text[], $29::text[], $31::text[]) AS j(id, tenant_id, run_id, job_id)
    JOIN ids USING (id)
), counted AS (
  SELECT n.tenant_id, n.account_id, sum(n.copies) AS received, sum(n.copies) - count(ids.id) AS duplicate, 0 AS refused,
         max(n.event_time) AS last_event_time
    FROM n LEFT JOIN ids USING (id) GROUP BY 1, 2
  UNION ALL
  SELECT '-', account_id, copies, 0, copies, NULL FROM unnest($35::text[], $36::int[]) AS x(account_id, copies)
), counts AS (
  INSERT INTO event_counts AS c (tenant_id, account_id, day, slot, received, duplicate, refused, last_event_time)
  SELECT tenant_id, account_id, (app_now() AT TIME ZONE 'UTC')::date, $37::smallint, received, duplicate, refused,
         last_event_time
    FROM counted ORDER BY tenant_id, account_id
  ON CONFLICT (tenant_id, account_id, day, slot) DO UPDATE
     SET received = c.received + excluded.received, duplicate = c.duplicate + excluded.duplicate,
         refused = c.refused + excluded.refused, last_received_at = excluded.last_received_at,
         last_event_time = greatest(c.last_event_time, excluded.last_event_time)
)
SELECT id FROM ids`,
};

/** Writes events as they come in. */
@Injectable()
export class EventStore {
  /** Of this process: workers that count in one row would wait for one another. */
  readonly #slot = Math.floor(Math.random() * 64);

  constructor(private readonly database: Database) {}

  /** @returns the ids of the events that were new */
  async take(
    { events, touches, runs, refused }: NewBatch,
    options: { quietMs: number; job: { name: string; lane: string; maxAttempts: number } },
  ): Promise<Set<string>> {
    const { job, quietMs } = options;
    const column = <T, V>(rows: readonly T[], value: (row: T) => V): V[] => rows.map(value);
    const rows = await this.database.atOnce<{ id: string }>('events of all tenants come in one batch', TAKE, [
      ...[column(events, (e) => e.id), column(events, (e) => e.tenantId), column(events, (e) => e.eventId)],
      ...[column(events, (e) => e.eventType), column(events, (e) => e.eventSource)],
      ...[column(events, (e) => e.eventName), column(events, (e) => e.eventTime)],
      ...[column(events, (e) => e.accountId), column(events, (e) => e.region)],
      ...[
        column(events, (e) => e.disposition),
        column(events, (e) => e.reason),
        column(events, (e) => e.rule),
      ],
      ...[column(events, (e) => JSON.stringify(e.resources))],
      ...[column(events, (e) => (e.who === null ? null : JSON.stringify(e.who)))],
      ...[column(events, (e) => e.isOwn), column(events, (e) => JSON.stringify(e.envelope))],
      ...[column(events, (e) => e.copies)],
      ...[column(touches, (t) => t.id), column(touches, (t) => t.tenantId), column(touches, (t) => t.arn)],
      ...[
        column(touches, (t) => t.accountId),
        column(touches, (t) => t.region),
        column(touches, (t) => t.type),
      ],
      ...[column(touches, (t) => t.eventTime), column(touches, (t) => t.change), quietMs],
      ...[column(runs, (r) => r.id), column(runs, (r) => r.tenantId), column(runs, (r) => r.runId)],
      ...[column(runs, (r) => r.ruleId), column(runs, (r) => r.jobId), job.name, job.lane, job.maxAttempts],
      ...[[...refused.keys()], [...refused.values()], this.#slot],
    ]);
    return new Set(rows.map(({ id }) => id));
  }
}
