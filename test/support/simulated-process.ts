import { evaluateJsonata, step } from '../../src/asl/index.js';
import { MACHINE, factsOf, type Simulation } from '../../src/asl/simulation.fixture.js';
import { AdvanceWriter } from '../../src/modules/workflows/local/advance-writer.js';
import { AdvanceStore } from '../../src/modules/workflows/local/advance.store.js';
import { EngineBus } from '../../src/modules/workflows/local/engine-bus.js';
import type { Evaluators } from '../../src/modules/workflows/local/evaluators.js';
import { ExecutionLoader } from '../../src/modules/workflows/local/execution-loader.js';
import { ExecutionRuns } from '../../src/modules/workflows/local/execution-runs.js';
import { LocalStarts } from '../../src/modules/workflows/local/local-starts.js';
import { ProgramStore } from '../../src/modules/workflows/local/programs.store.js';
import { RunningStore } from '../../src/modules/workflows/local/running.store.js';
import { StartStore } from '../../src/modules/workflows/local/start.store.js';
import { TaskStore } from '../../src/modules/workflows/local/tasks.store.js';
import type { Database, Statement } from '../../src/platform/database/index.js';

/** The process has gone: nothing of it goes on. */
export class Crash extends Error {}

export type CrashAt = 'before' | 'after' | undefined;
const COMMITS = /^workflow-(start|move)-/;

/** What the processes of a simulated cluster share. */
export interface Cluster {
  database: Database;
  /** What a broken engine would say to PostgreSQL. */
  rewrite?: (statement: Statement) => Statement;
}

/** A process of the local engine without its loops: it advances executions as it is told, and dies at a commit. */
export class SimulatedProcess {
  readonly runs: ExecutionRuns;
  readonly starts: LocalStarts;
  #isGone = false;

  constructor(
    private readonly cluster: Cluster,
    of: Simulation,
    now: () => Date,
    private readonly crashAt?: CrashAt,
  ) {
    const database = { atOnce: this.#atOnce.bind(this) } as unknown as Database;
    const [bus, clock] = [new EngineBus(), { now, speed: 1 }];
    const programs = new ProgramStore(database);
    const running = new RunningStore(database);
    const interpreted: Pick<Evaluators, 'of'> = {
      of:
        (_tenantId, { program }) =>
        (state, event) =>
          step(program, state, event, evaluateJsonata),
    };
    const evaluators = stand<Evaluators>(interpreted);
    const slots = stand<ConstructorParameters<typeof AdvanceWriter>[2]>({ ownerOf: () => null });
    const told = stand<ConstructorParameters<typeof AdvanceWriter>[1]>({ ended: () => undefined });
    const writer = new AdvanceWriter(new AdvanceStore(database), told, slots, bus, clock);
    const loader = new ExecutionLoader(running, programs, evaluators);
    const logger = stand<ConstructorParameters<typeof ExecutionRuns>[3]>({
      error: (_: string, context: object) => this.#broke(context),
    });
    this.runs = new ExecutionRuns(loader, new TaskStore(database), writer, logger);
    const stores = { starts: new StartStore(database), programs, running, evaluators, runs: this.runs };
    const names = {
      clock,
      bus,
      audited: () => undefined,
      beginning: ({ id, name, input }: { id: string; name: string; input: never }, at: Date) => ({
        ...{ id, name, input, at, arn: factsOf(of).id },
        ...{ stateMachineArn: MACHINE.id, stateMachine: MACHINE.name },
      }),
    };
    const limits = stand<ConstructorParameters<typeof LocalStarts>[1]>({
      of: () => Promise.resolve({ tenant: 1e6, type: 1e6 }),
    });
    this.starts = new LocalStarts(stand(stores), limits, writer, stand(names), slots);
  }

  async #atOnce(reason: string, statement: Statement, values: unknown[]): Promise<unknown[]> {
    if (this.#isGone) throw new Crash();
    const isCommit = COMMITS.test(statement.name);
    if (isCommit && this.crashAt === 'before') throw this.#crash();
    const rows = await this.cluster.database.atOnce(
      reason,
      this.cluster.rewrite?.(statement) ?? statement,
      values,
    );
    if (isCommit && this.crashAt === 'after') throw this.#crash();
    return rows;
  }

  #crash(): Crash {
    this.#isGone = true;
    return new Crash();
  }

  #broke({ error }: { error?: unknown }): never {
    throw error instanceof Error ? error : new Error(String(error));
  }
}

/** What stands in for a part of the engine of which only so much is used. */
const stand = <T>(part: object): T => part as unknown as T;
