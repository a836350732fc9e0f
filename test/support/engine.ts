import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { parse, type HistoryEvent, type Json, type Program } from '../../src/asl/index.js';
import { WorkerSlots } from '../../src/modules/workflows/local/worker-slots.js';
import { WorkflowEngine, type EngineStart } from '../../src/modules/workflows/workflow-engine.js';
import { Database } from '../../src/platform/database/index.js';
import { Task, type TaskContext } from '../../src/platform/tasks/index.js';
import { newId } from '../../src/shared/ids.js';
import { eventually, startTestApp, type TestApp } from './app.js';
import type { TestDatabase } from './database.js';

export type Behaviour = (input: Record<string, unknown>, context: TaskContext) => unknown;

/** What the tasks of a test do, by name; the same for all applications of a test file. */
export const behaviours = new Map<string, Behaviour>();

@Injectable()
class TestTask {
  @Task('do', z.record(z.string(), z.unknown()))
  do(input: Record<string, unknown>, context: TaskContext): Promise<unknown> {
    return this.#do(input, context);
  }

  /** Another name, so that its circuit is another too. */
  @Task('do-or-wait', z.record(z.string(), z.unknown()), { whenOpen: 'wait' })
  doOrWait(input: Record<string, unknown>, context: TaskContext): Promise<unknown> {
    return this.#do(input, context);
  }

  @Task('do-or-fail', z.record(z.string(), z.unknown()), { whenOpen: 'fail' })
  doOrFail(input: Record<string, unknown>, context: TaskContext): Promise<unknown> {
    return this.#do(input, context);
  }

  async #do(input: Record<string, unknown>, context: TaskContext): Promise<unknown> {
    const behaviour = behaviours.get(String(input['as']));
    if (behaviour === undefined) throw new Error(`The test does not say what ${String(input['as'])} does`);
    return behaviour(input, context);
  }
}

@Module({ providers: [TestTask] })
class TestTaskModule {}

/** A Task state that does what the test says under `as`. */
export const doing = (as: string, fields: object = {}, name = 'do') => ({
  Type: 'Task',
  Resource: `arn:aws:lambda:eu-west-1:000000000000:function:${name}`,
  Parameters: { as, 'given.$': '$' },
  ...('Next' in fields ? {} : { End: true }),
  ...fields,
});

/** One whose answer comes by its token. */
export const asking = (as: string, fields: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: { QueueUrl: 'q', MessageBody: { task: 'do', input: { as }, 'taskToken.$': '$$.Task.Token' } },
  ...('Next' in fields ? {} : { End: true }),
  ...fields,
});

export function programOf(definition: object): Program {
  const parsed = parse(definition);
  if ('program' in parsed) return parsed.program;
  throw new Error(JSON.stringify(parsed.problems));
}

export interface EndedRow {
  status: string;
  output: Json;
  error: string | null;
  cause: string | null;
  version: number;
}

let named = 0;

export type EngineApp = Awaited<ReturnType<typeof startEngine>>;

/** The application with a tenant `acme` and the tasks of the test. */
export async function startEngine(env: Record<string, string> = {}, database?: TestDatabase) {
  const app: TestApp = await startTestApp(env, [TestTaskModule], database);
  await app.request('POST', '/tenants', { body: { tenantId: 'acme', name: 'acme' } });
  const query = app.database.query;
  const engine = app.app.get(WorkflowEngine, { strict: false });
  const workerId = app.app.get(WorkerSlots, { strict: false }).workerId;

  const start = (definition: object, values: Partial<EngineStart> = {}) =>
    engine.start({
      ...{ id: newId('exe'), actor: { tenantId: 'acme', owner: 'a@acme.test', keyId: 'key_1' } },
      ...{ workflowType: 'test', stateMachine: 'Test', name: `run-${process.pid}-${(named += 1)}` },
      ...{ program: programOf(definition), isOwn: false, input: {}, priority: 2, correlationId: 'req_test' },
      ...{ startedBy: null, parent: null, ...values },
    });
  const row = async (id: string): Promise<EndedRow | undefined> => {
    const [found] = await query<Omit<EndedRow, 'output'> & { output: string | null }>(
      'SELECT status, output, error, cause, version FROM executions WHERE id = $1',
      [id],
    );
    return found && { ...found, output: JSON.parse(found.output ?? 'null') as Json };
  };
  const ended = (id: string, timeoutMs?: number): Promise<EndedRow> =>
    eventually(async () => {
      const now = await row(id);
      return now !== undefined && now.status !== 'RUNNING' && now.status !== 'PENDING_START' && now;
    }, timeoutMs);
  const run = async (definition: object, values: Partial<EngineStart> = {}) => {
    const { id } = await start(definition, values);
    return { id, ...(await ended(id)) };
  };
  const history = async (id: string): Promise<HistoryEvent[]> => {
    const rows = await query<{ events: string }>(
      'SELECT events FROM execution_history WHERE execution_id = $1 ORDER BY first_event_id',
      [id],
    );
    return rows.flatMap(({ events }) => JSON.parse(events) as HistoryEvent[]);
  };
  const types = async (id: string): Promise<string[]> => (await history(id)).map(({ type }) => type);
  const left = async (id: string) =>
    (
      await query<{ tasks: number; timers: number }>(
        `SELECT (SELECT count(*)::int FROM execution_tasks WHERE execution_id = $1) AS tasks,
                (SELECT count(*)::int FROM execution_timers WHERE execution_id = $1) AS timers`,
        [id],
      )
    )[0];
  const tasks = (id: string) =>
    query<{ task_id: string; worker_id: string | null; is_waiting: boolean; takes: number }>(
      'SELECT task_id, worker_id, is_waiting, takes FROM execution_tasks WHERE execution_id = $1',
      [id],
    );
  /** As kill -9: PostgreSQL hears nothing of this process any more. */
  const die = async (): Promise<void> => {
    const own = app.app.get(Database, { strict: false });
    const dead = () => Promise.reject(new Error('this process is dead'));
    Object.assign(own, { atOnce: dead, session: dead });
    await query('SELECT pg_terminate_backend(backend_pid) FROM workflow_workers WHERE id = $1', [workerId]);
  };
  return { ...app, engine, workerId, start, row, ended, run, history, types, left, tasks, die };
}

/** Until opened, those who come to it wait. */
export class Gate {
  #open: () => void = () => undefined;
  readonly opened = new Promise<void>((open) => (this.#open = open));

  open(): void {
    this.#open();
  }
}
