import type { Command, CompleteCommand, TaskCommand } from './command.js';
import { evaluateJsonata, type Evaluate } from './data/index.js';
import type { ExecutionFacts, Occurrence, StateMachineFacts } from './event.js';
import type { HistoryEvent } from './history.js';
import type { Json } from './json.js';
import type { Program } from './program.js';
import type { ExecutionState } from './state.js';
import { step } from './step.js';

/** What a task answers, after how many milliseconds of virtual time (0 by default). `never` waits for its timers. */
export type TaskResult = { afterMs?: number } & (
  { output: Json } | { error: string; cause?: string } | { never: true }
);

export interface RunOptions {
  input?: Json;
  /** Milliseconds since 1970 at which the virtual clock starts. */
  startAt?: number;
  seed?: string;
  task?: (command: TaskCommand) => TaskResult | Promise<TaskResult>;
  evaluate?: Evaluate;
  execution?: Partial<ExecutionFacts>;
  stateMachine?: Partial<StateMachineFacts>;
}

export interface Outcome {
  end: CompleteCommand;
  history: HistoryEvent[];
  state: ExecutionState;
  /** Virtual milliseconds from start to end. */
  tookMs: number;
}

interface Due {
  at: number;
  order: number;
  occurrence: Occurrence;
  id: string;
}

const START = Date.UTC(2026, 0, 1);

/**
 * Folds an execution to its end in memory, in virtual time: a Wait of a day takes no time. For tests, for conformance
 * and to simulate a definition.
 * @throws Error where the execution waits for what will never come
 */
export async function run(program: Program, options: RunOptions = {}): Promise<Outcome> {
  const { startAt = START, seed = 'seed', evaluate = evaluateJsonata } = options;
  const due: Due[] = [];
  const history: HistoryEvent[] = [];
  let at = startAt;
  let state: ExecutionState | null = null;
  let end: CompleteCommand | undefined;
  let next: Occurrence | undefined = startOf(options, startAt);
  for (let order = 0; next && !end; order++) {
    const done = await step(program, state, { at, seed: `${seed}:${order}`, ...next }, evaluate);
    state = done.state;
    for (const event of done.history) history.push(event);
    for (const command of done.commands) {
      if (command.type === 'complete') end = command;
      else await apply(command, { due, at, order, task: options.task });
    }
    const first = earliest(due);
    at = Math.max(at, first?.at ?? at);
    next = first?.occurrence;
  }
  if (!end || !state) throw new Error('The execution waits for what will never come');
  return { end, history, state, tookMs: at - startAt };
}

interface World {
  due: Due[];
  at: number;
  order: number;
  task: RunOptions['task'];
}

async function apply(
  command: Exclude<Command, CompleteCommand>,
  { due, at, order, task }: World,
): Promise<void> {
  const { id } = command;
  if (command.type !== 'task') drop(due, id);
  if (command.type === 'cancel') return;
  if (command.type === 'timer') {
    due.push({ at: command.at, order, id, occurrence: { type: 'timer', id } });
    return;
  }
  if (!task) throw new Error(`Nothing answers the task of ${command.stateName}`);
  const result = await task(command);
  if ('never' in result) return;
  const occurrence: Occurrence =
    'output' in result
      ? { type: 'task-succeeded', id, output: result.output }
      : {
          type: 'task-failed',
          id,
          error: result.error,
          ...(result.cause !== undefined && { cause: result.cause }),
        };
  due.push({ at: at + (result.afterMs ?? 0), order, id, occurrence });
}

function drop(due: Due[], id: string): void {
  const at = due.findIndex((one) => one.id === id);
  if (at >= 0) due.splice(at, 1);
}

function earliest(due: Due[]): Due | undefined {
  const first = due.reduce<Due | undefined>(
    (best, one) => (!best || one.at < best.at || (one.at === best.at && one.order < best.order) ? one : best),
    undefined,
  );
  if (first) drop(due, first.id);
  return first;
}

function startOf({ input = {}, execution, stateMachine }: RunOptions, startAt: number): Occurrence {
  const arn = (kind: string, name: string): string => `arn:aws:states:us-east-1:123456789012:${kind}:${name}`;
  return {
    type: 'start',
    input,
    execution: {
      id: arn('execution', 'simulated:run'),
      name: 'run',
      roleArn: 'arn:aws:iam::123456789012:role/simulated',
      startTime: new Date(startAt).toISOString(),
      ...execution,
    },
    stateMachine: { id: arn('stateMachine', 'simulated'), name: 'simulated', ...stateMachine },
  };
}
