import { type DynamicModule, type Type } from '@nestjs/common';
import { RetentionService } from '../../src/modules/schedules/retention.service.js';
import { SchedulesClock } from '../../src/modules/schedules/schedules-clock.js';
import { eventually, startTestApp, type Answer, type TestApp } from './app.js';
import { type TestDatabase } from './database.js';
import { RecordingStarter } from './recording-starter.js';

export type Json = Record<string, unknown>;

export interface Schedule extends Json {
  scheduleId: string;
  status: string;
  enabled: boolean;
  nextRunAt: string | null;
  disabledReason: string | null;
}

export interface Run extends Json {
  runId: string;
  plannedAt: string;
  dueAt: string;
  status: string;
  cause: string;
  reason: string | null;
  error: string | null;
  attempt: number;
  startedAt: string | null;
  nextAttemptAt: string | null;
  latenessMs: number | null;
}

export const TENANT = 'my-company';

/** The whole application with the tenant `my-company`; what schedules start is recorded, unless `real`. */
export interface ScheduleApp {
  app: TestApp;
  starter: RecordingStarter;
  keys: Awaited<ReturnType<TestApp['tenant']>>;
  /** Asks as the tenant's operator. */
  ask: <T = Json>(method: string, path: string, body?: unknown, key?: string) => Promise<Answer<T>>;
  /** A schedule by the API, which must take it. */
  create: (values?: Json) => Promise<Schedule>;
  get: (scheduleId: string) => Promise<Schedule>;
  /** Its runs, oldest planned time first. */
  runs: (scheduleId: string) => Promise<Run[]>;
  /** Its runs once there are `count` that have this status. */
  runsThat: (scheduleId: string, status: string, count?: number, timeoutMs?: number) => Promise<Run[]>;
  /** Writes a schedule that is due at `anchor` (insertSchedules) and lets the worker see it at once. */
  insert: (anchor: Date, values?: Json) => Promise<string>;
  insertMany: (anchor: Date, values: Json, count: number) => Promise<string[]>;
  wake: () => void;
  /** Deletes what has had its time, without the wait of minutes. */
  retain: () => Promise<void>;
}

interface Options {
  env?: Record<string, string>;
  modules?: (DynamicModule | Type)[];
  database?: TestDatabase;
  starter?: RecordingStarter;
  real?: boolean;
}

export async function startScheduleApp(options: Options = {}): Promise<ScheduleApp> {
  const { env = {}, modules = [], database, starter = new RecordingStarter(), real = false } = options;
  const app = await startTestApp(env, modules, database);
  if (!real) starter.attach(app);
  const keys = await app.tenant(TENANT);
  const ask: ScheduleApp['ask'] = (method, path, body, key = keys.operator) =>
    app.request(method, path, { key, body });
  const must = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await ask<T>(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const wake = () => app.app.get(SchedulesClock, { strict: false }).wake();
  const insertMany = async (anchor: Date, values: Json | undefined, count: number) => {
    const ids = await insertSchedules(app.database, anchor, values, count);
    wake();
    return ids;
  };
  const runs: ScheduleApp['runs'] = async (id) =>
    (await must<{ items: Run[] }>('GET', `/schedules/${id}/runs?limit=500`)).items.reverse();
  return {
    ...{ app, starter, keys, ask, runs },
    create: (values = {}) => must<Schedule>('POST', '/schedules', { ...someSchedule, ...values }),
    get: (id) => must<Schedule>('GET', `/schedules/${id}`),
    runsThat: (id, status, count = 1, timeoutMs) =>
      eventually(async () => {
        const found = (await runs(id)).filter((run) => run.status === status);
        return found.length >= count && found;
      }, timeoutMs),
    insert: async (anchor, values) => {
      const [id] = await insertMany(anchor, values, 1);
      if (id === undefined) throw new Error('the schedule was not written');
      return id;
    },
    ...{ insertMany, wake },
    retain: () => app.app.get(RetentionService, { strict: false }).clean(),
  };
}

/** Never due by itself while a test runs. */
export const someSchedule = {
  scheduleType: 'compliance-scan',
  scheduleExpression: 'cron(0 0 1 1 ? 2199)',
  target: { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' },
};

/** `at(…)` of the second that lies this far ahead, in UTC. */
export function atIn(seconds: number): { expression: string; at: Date } {
  const at = new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000);
  return { expression: `at(${at.toISOString().slice(0, 19)})`, at };
}

const row = {
  tenant_id: TENANT,
  schedule_type: 'compliance-scan',
  expression: 'rate(1 minute)',
  timezone: 'UTC',
  enabled: true,
  target: someSchedule.target,
  parameters: {},
  flexible_window_minutes: 0,
  jitter_seconds: 0,
  overlap_policy: 'allow',
  misfire_policy: 'run_once',
  misfire_limit: 100,
  catch_up_window_seconds: 86_400,
  max_attempts: 3,
  max_retry_age_seconds: 86_400,
  tags: {},
  channels: [],
  action_after_completion: 'NONE',
  version: 1,
  ...{ created_by: 'operator@my-company.test', saved_by: 'operator@my-company.test', saved_by_key: 'key_1' },
};

let made = 0;

/** Writes schedules past the API, with times that it would not give them: a rate() is due at its `anchor`. */
async function insertSchedules(
  database: TestDatabase,
  anchor: Date,
  values: Json = {},
  count = 1,
): Promise<string[]> {
  const prefix = `sch_test${(made += 1)}x`;
  const at = anchor.toISOString();
  const given = { ...row, anchor: at, next_run_at: at, created_at: at, updated_at: at, ...values };
  const rows = await database.query<{ id: string }>(
    `INSERT INTO schedules
     SELECT (jsonb_populate_record(NULL::schedules, $1::jsonb || jsonb_build_object('id', $2 || n))).*
       FROM generate_series(1, $3) n RETURNING id`,
    [JSON.stringify(given), prefix, count],
  );
  return rows.map(({ id }) => id);
}

/** A whole second before now: 90 is a minute and a half ago. */
export const ago = (seconds: number): Date => new Date((Math.floor(Date.now() / 1000) - seconds) * 1000);
