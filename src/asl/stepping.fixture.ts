import type { Command, CompleteCommand, TaskCommand, TimerCommand } from './command.js';
import { evaluateJsonata } from './data/index.js';
import type { Occurrence } from './event.js';
import type { HistoryEvent } from './history.js';
import type { Json } from './json.js';
import type { Program, StateDefinition } from './program.js';
import type { ExecutionState } from './state.js';
import { step } from './step.js';

export const ACCOUNT = '123456789012';
export const LAMBDA = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:work`;
export const CALLBACK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const START = Date.UTC(2026, 0, 1);

/** An execution that a spec drives by hand. All that step() is given is frozen: it may change none of it. */
export class Driven {
  state: ExecutionState | null = null;
  history: HistoryEvent[] = [];
  /** Of the last step. */
  commands: Command[] = [];
  at = START;
  private sent = 0;

  constructor(
    readonly program: Program,
    private readonly seed = 'seed',
  ) {
    freeze(program);
  }

  async send(occurrence: Occurrence, afterMs = 0): Promise<this> {
    this.at += afterMs;
    const event = freeze({ at: this.at, seed: `${this.seed}:${this.sent++}`, ...occurrence });
    const done = await step(this.program, freeze(this.state), event, evaluateJsonata);
    this.state = JSON.parse(JSON.stringify(done.state)) as ExecutionState;
    this.history.push(...done.history);
    this.commands = done.commands;
    return this;
  }

  start(input: Json = {}): Promise<this> {
    return this.send({
      type: 'start',
      input,
      execution: {
        id: `arn:aws:states:eu-west-1:${ACCOUNT}:execution:machine:one`,
        name: 'one',
        roleArn: `arn:aws:iam::${ACCOUNT}:role/states`,
        startTime: new Date(START).toISOString(),
      },
      stateMachine: { id: `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:machine`, name: 'machine' },
    });
  }

  get tasks(): TaskCommand[] {
    return this.commands.filter((command) => command.type === 'task');
  }

  get timers(): TimerCommand[] {
    return this.commands.filter((command) => command.type === 'timer');
  }

  get cancelled(): string[] {
    return this.commands.filter((command) => command.type === 'cancel').map(({ id }) => id);
  }

  get end(): CompleteCommand | undefined {
    return this.commands.find((command) => command.type === 'complete');
  }

  /** The task that the last step started. */
  get task(): TaskCommand {
    const [task] = this.tasks;
    if (!task) throw new Error('no task was started');
    return task;
  }

  /** Lets the timer that the last step set (of a kind) go off when it is due. */
  async fire(kind = ''): Promise<this> {
    const timer = this.timers.find(({ id }) => id.startsWith(kind));
    if (!timer) throw new Error('no such timer was set');
    return this.send({ type: 'timer', id: timer.id }, timer.at - this.at);
  }

  types(from = 0): string[] {
    return this.history.slice(from).map(({ type }) => type);
  }
}

export const begin = (program: Program, input?: Json, seed?: string): Promise<Driven> =>
  new Driven(program, seed).start(input);

/** A machine of one state. */
export const only = (state: object, rest: Partial<Program> = {}): Program => ({
  StartAt: 'Only',
  States: { Only: { End: true, ...state } as unknown as StateDefinition },
  ...rest,
});

export const lambda = (fields: object = {}): StateDefinition =>
  ({ Type: 'Task', Resource: LAMBDA, End: true, ...fields }) as unknown as StateDefinition;

export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
  return value;
}
