import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompleteCommand, HistoryEvent } from '../../src/asl/index.js';
import { INPUT } from '../../src/asl/simulation-grammar.fixture.js';
import {
  Calm,
  drive,
  MACHINE,
  START,
  simulation,
  type Simulation,
  type Taker,
  type Turn,
  type Waiting,
} from '../../src/asl/simulation.fixture.js';
import { Database } from '../../src/platform/database/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Crash, SimulatedProcess, type Cluster, type CrashAt } from '../support/simulated-process.js';

const RUNS = Number(process.env['SIMULATION_ENGINE_RUNS'] ?? 500);
const FIRST = Number(process.env['SIMULATION_SEED'] ?? 1);
const AT_ONCE = 12;
const TENANT = 'acme';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database(test.url, 1);
  await test.query("INSERT INTO tenants (id, name) VALUES ('acme', 'acme') ON CONFLICT DO NOTHING");
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

/** Turns are taken by processes that die before their commit or after it, and by one that is late. */
class Crashing implements Taker {
  private now = new Date(START);
  private readonly id: string;
  private readonly late: SimulatedProcess;
  private turns = 0;

  constructor(
    private readonly cluster: Cluster,
    private readonly of: Simulation,
  ) {
    this.id = `exe_${of.seed}`;
    this.late = this.process();
  }

  async take(turn: Turn): Promise<CompleteCommand | undefined> {
    this.now = new Date(turn.at);
    const act = (by: SimulatedProcess) =>
      turn.id === '' && turn.events[0]?.type === 'start' ? this.start(by) : this.tell(by, turn);
    const isDoubled = turn.events.every(({ type }) => type !== 'stop' && type !== 'redrive');
    const lot = (this.of.seed + (this.turns += 1) * 7) % 5;
    // the late one knows the execution as it was some turns ago: it may be the first to hear, or the last
    if (lot === 0) await act(this.late);
    else for (const crashAt of ['before', 'after'] as const) await this.dies(act, crashAt);
    if (isDoubled && lot < 2) await act(this.process());
    if (isDoubled && lot === 2) await act(this.late);
    await this.handOver(turn);
    return this.end();
  }

  private async dies(act: (by: SimulatedProcess) => Promise<void>, crashAt: CrashAt): Promise<void> {
    const died = await act(this.process(crashAt)).then(
      () => false,
      (error: unknown) => error instanceof Crash || Promise.reject(error as Error),
    );
    if (!died) throw new Error(`a process that was to die ${crashAt} its commit has made none`);
  }

  async waiting(): Promise<Waiting> {
    const [row] = await test.query<{ tasks: Waiting['tasks'] | null; timers: Waiting['timers'] | null }>(
      `SELECT (SELECT json_agg(json_build_object('id', task_id, 'stateName', state_name, 'resource', resource,
                 'at', extract(epoch FROM created_at) * 1000, 'isHandedOver', is_waiting))
                 FROM execution_tasks WHERE execution_id = $1) AS tasks,
              (SELECT json_agg(json_build_object('id', timer_id, 'at', extract(epoch FROM due_at) * 1000))
                 FROM execution_timers WHERE execution_id = $1) AS timers`,
      [this.id],
    );
    return { tasks: row?.tasks ?? [], timers: row?.timers ?? [] };
  }

  private process(crashAt?: CrashAt): SimulatedProcess {
    return new SimulatedProcess(this.cluster, this.of, () => this.now, crashAt);
  }

  private async start(by: SimulatedProcess): Promise<void> {
    await by.starts.start({
      ...{ id: this.id, name: `run-${this.of.seed}`, stateMachine: MACHINE.name, workflowType: 'simulated' },
      actor: { tenantId: TENANT, owner: 'a@acme.test', keyId: 'key_1' },
      ...{ program: this.of.program, isOwn: false, input: INPUT, priority: 2, correlationId: 'req_1' },
      ...{ startedBy: null, parent: null },
    });
  }

  private async tell(by: SimulatedProcess, { at, events }: Turn): Promise<void> {
    await by.runs.deliver(this.id, ...events.map((event) => ({ ...event, at })));
  }

  private async handOver({ id, events }: Turn): Promise<void> {
    if (!events.some(({ type }) => type === 'task-submitted') || events.length > 2) return;
    await test.query(
      'UPDATE execution_tasks SET is_waiting = true WHERE execution_id = $1 AND task_id = $2',
      [this.id, id],
    );
  }

  private async end(): Promise<CompleteCommand | undefined> {
    const [row] = await test.query<
      { status: CompleteCommand['status'] | 'RUNNING' } & Record<'output' | 'error' | 'cause', string | null>
    >('SELECT status, output, error, cause FROM executions WHERE id = $1', [this.id]);
    if (row === undefined || row.status === 'RUNNING') return undefined;
    return {
      type: 'complete',
      status: row.status,
      ...(row.output !== null && { output: JSON.parse(row.output) as never }),
      ...(row.error !== null && { error: row.error }),
      ...(row.cause !== null && { cause: row.cause }),
    };
  }

  async history(): Promise<HistoryEvent[]> {
    const rows = await test.query<{ events: string }>(
      'SELECT events FROM execution_history WHERE execution_id = $1 ORDER BY first_event_id, version',
      [this.id],
    );
    return rows.flatMap(({ events }) => JSON.parse(events) as HistoryEvent[]);
  }
}

/** Tokens are drawn anew by each process. */
const plain = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/(taskToken\W+)[\w-]{43}/g, '$1token');

/** @returns what differs from a run in which nothing breaks */
async function differenceOf(cluster: Cluster, of: Simulation): Promise<string | undefined> {
  const calm = new Calm(of);
  const expected = await drive(of, calm);
  const crashing = new Crashing(cluster, of);
  const end = await drive(of, crashing);
  if (plain(sorted(end)) !== plain(sorted(expected)))
    return `it ends as ${plain(end)}, not as ${plain(expected)}`;
  if (plain(await crashing.history()) !== plain(calm.history)) return 'its history differs';
  const { tasks, timers } = await crashing.waiting();
  return tasks.length + timers.length === 0 ? undefined : `left behind: ${JSON.stringify({ tasks, timers })}`;
}

const sorted = (end: CompleteCommand) => Object.entries(end).sort(([a], [b]) => (a < b ? -1 : 1));

/** @returns the differences, by seed */
async function simulate(cluster: Cluster, first: number, runs: number): Promise<string[]> {
  const found: string[] = [];
  let next = first;
  const one = async () => {
    while (next < first + runs) {
      const seed = next++;
      const difference = await differenceOf(cluster, simulation(seed)).catch((error: unknown) =>
        String(error),
      );
      if (difference !== undefined)
        found.push(`SIMULATION_SEED=${seed} SIMULATION_ENGINE_RUNS=1: ${difference}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return found;
}

describe('executions in PostgreSQL whose processes die before and after each commit, while others are late', () => {
  it(
    `end as those that nothing happens to (${RUNS} random executions)`,
    async () => {
      expect(await simulate({ database }, FIRST, RUNS)).toEqual([]);
      expect(await test.query('SELECT running, by_type FROM workflow_load')).toEqual([
        { running: 0, by_type: { simulated: 0 } },
      ]);
    },
    RUNS * 400 + 60_000,
  );

  it('do not where a stale writer is let through', async () => {
    const rewrite: Cluster['rewrite'] = ({ name, text }) => ({
      name: `${name}-unfenced`,
      text: text.replace('AND e.version = g.version', ''),
    });
    const found = await simulate({ database, rewrite }, 1_000_000, 20);
    expect(found.join('\n')).toMatch(/execution_history_pkey|it ends as|its history differs/);
  });
});
