import { ExecutionsService } from '../../src/modules/schedules/executions.service.js';
import {
  WorkflowStarter,
  type Execution,
  type ExecutionOutcome,
  type WorkflowStart,
} from '../../src/modules/schedules/workflow-starter.js';
import { type TestApp } from './app.js';

/** A call of WorkflowStarter.start, with the real time of the call. */
export interface RecordedStart extends WorkflowStart {
  at: Date;
}

/** What becomes of an execution: it ends at once, or stays under way until end() or a cancel. */
export type Manner = 'finish' | 'stay';

/**
 * Stands for the workflows behind WorkflowStarter: starts what is asked for (an execution of a name that it knows is
 * the same execution), and keeps a record. Several applications may share one.
 */
export class RecordingStarter {
  readonly starts: RecordedStart[] = [];
  /** Starts and cancels by execution name, in order: `start run_1`, `cancel run_1`. */
  readonly told: string[] = [];
  manner: Manner = 'finish';
  /** Errors for the next starts, each used once; while `always` is set, every start throws it. */
  readonly failures: Error[] = [];
  always: Error | undefined;
  readonly #outcomes = new Map<string, ExecutionOutcome | undefined>();
  #held: Promise<void> | undefined;
  #letGo: (() => void) | undefined;
  #executions: ExecutionsService | undefined;

  /** Replaces the methods of the application's own starter. */
  attach(app: TestApp): this {
    this.#executions ??= app.app.get(ExecutionsService, { strict: false });
    Object.assign(app.app.get(WorkflowStarter, { strict: false }), {
      refusal: () => Promise.resolve(undefined),
      start: (request: WorkflowStart) => this.#start(request),
      outcome: async (_: string, { id }: Execution) => this.#outcomes.get(id),
      cancel: async (_: unknown, { id }: Execution) => this.#cancel(id),
    });
    return this;
  }

  /** Starts of these schedules, or all. */
  of(...scheduleIds: string[]): RecordedStart[] {
    return this.starts.filter(({ input }) => scheduleIds.includes(input.metadata.scheduleId));
  }

  /** Ends an execution and tells the application, as a subscriber of its end would. */
  async end(
    tenantId: string,
    name: string,
    outcome: ExecutionOutcome['status'] = 'succeeded',
  ): Promise<void> {
    this.#outcomes.set(idOf(name), { status: outcome, error: outcome === 'failed' ? 'it went wrong' : null });
    await this.#executions?.check(tenantId, { type: 'execution', id: idOf(name) });
  }

  /** Starts hang from now on, until the function that it gives is called. */
  hang(): () => void {
    this.#held = new Promise((resolve) => (this.#letGo = resolve));
    return () => {
      this.#held = undefined;
      this.#letGo?.();
    };
  }

  reset(): void {
    this.starts.length = this.told.length = this.failures.length = 0;
    this.always = undefined;
    this.manner = 'finish';
  }

  async #start(request: WorkflowStart): Promise<{ type: 'execution'; id: string }> {
    this.starts.push({ ...request, at: new Date() });
    this.told.push(`start ${request.executionName}`);
    await this.#held;
    const failure = this.always ?? this.failures.shift();
    if (failure !== undefined) throw failure;
    const id = idOf(request.executionName);
    if (!this.#outcomes.has(id)) {
      const finished: ExecutionOutcome = { status: 'succeeded', error: null };
      this.#outcomes.set(id, this.manner === 'finish' ? finished : undefined);
    }
    return { type: 'execution', id };
  }

  #cancel(id: string): void {
    this.told.push(`cancel ${id.slice('execution-of-'.length)}`);
    this.#outcomes.set(id, { status: 'cancelled', error: null });
  }
}

const idOf = (name: string) => `execution-of-${name}`;
