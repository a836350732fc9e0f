import { createHash } from 'node:crypto';
import type { Command, CompleteCommand } from './command.js';
import { evaluateJsonata } from './data/index.js';
import type { ExecutionFacts, Occurrence, StateMachineFacts, StepEvent } from './event.js';
import type { HistoryEvent } from './history.js';
import type { Program } from './program.js';
import { Chance, INPUT, randomProgram } from './simulation-grammar.fixture.js';
import type { ExecutionState } from './state.js';
import { step, type Step } from './step.js';

/** A random execution in virtual time: the same seed is the same definition, and the same happens to it. */
export interface Simulation {
  seed: number;
  program: Program;
  /** States whose tasks may never answer, since a timer ends them. */
  bounded: ReadonlySet<string>;
  /** It is stopped at its so manieth turn. */
  stopAt: number | undefined;
  /** Once, where it has not succeeded. */
  isRedriven: boolean;
  /** Every task succeeds. */
  isKind?: boolean;
}

export function simulation(seed: number): Simulation {
  const chance = new Chance(seed);
  const program = randomProgram(chance);
  const stopAt = chance.is(0.06) ? 2 + chance.below(6) : undefined;
  return { seed, program, bounded: boundedStates(program), stopAt, isRedriven: chance.is(0.4) };
}

export const START = Date.UTC(2026, 0, 1);
const ACCOUNT = 'eu-west-1:000000000000';
export const MACHINE: StateMachineFacts = {
  id: `arn:aws:states:${ACCOUNT}:stateMachine:Simulated`,
  name: 'Simulated',
};
export const factsOf = ({ seed }: Simulation): ExecutionFacts => ({
  id: `arn:aws:states:${ACCOUNT}:execution:Simulated:run-${seed}`,
  name: `run-${seed}`,
  roleArn: 'arn:aws:iam::000000000000:role/local',
  startTime: new Date(START).toISOString(),
});

/** What an execution waits for. */
export interface Waiting {
  tasks: { id: string; stateName: string; resource: string; at: number; isHandedOver: boolean }[];
  timers: { id: string; at: number }[];
}

/** What is told to an execution at once: one commit. */
export interface Turn {
  at: number;
  /** Of the task or timer. */
  id: string;
  events: Occurrence[];
}

/** The next that happens to an execution that waits for these. */
export function nextTurn(of: Simulation, { tasks, timers }: Waiting): Turn | undefined {
  const turns: Turn[] = timers.map(({ id, at }) => ({ at, id, events: [{ type: 'timer', id }] }));
  for (const task of tasks) turns.push(...turnOf(of, task));
  const number = ({ id }: Turn) => Number(id.split('-').at(-1));
  return turns.sort((a, b) => a.at - b.at || number(a) - number(b))[0];
}

function turnOf({ seed, bounded, isKind }: Simulation, task: Waiting['tasks'][number]): Turn[] {
  const { id, resource, stateName, isHandedOver } = task;
  const chance = new Chance(createHash('sha256').update(`${seed}:${id}`).digest().readInt32LE());
  const [firstMs, secondMs, lot] = [1 + chance.below(3000), 1 + chance.below(3000), chance.next()];
  const output = isKind ? 'done' : { ok: Math.floor(lot * 1000) };
  const end: Occurrence =
    isKind || lot < 0.72
      ? { type: 'task-succeeded', id, output }
      : { type: 'task-failed', id, error: lot < 0.9 ? 'Flaky' : 'Broken', cause: `lot ${lot}` };
  const isNever = !isKind && bounded.has(stateName) && chance.is(0.1);
  const started: Occurrence = { type: 'task-started', id };
  if (!resource.endsWith('.waitForTaskToken'))
    return isNever ? [] : [{ at: task.at + firstMs, id, events: [started, end] }];
  if (isHandedOver) return isNever ? [] : [{ at: task.at + firstMs + secondMs, id, events: [end] }];
  const submitted: Occurrence = { type: 'task-submitted', id, output: { MessageId: id } };
  return [{ at: task.at + firstMs, id, events: [started, submitted] }];
}

/** One who takes an execution from turn to turn. */
export interface Taker {
  /** @returns how the execution has ended, or undefined */
  take(turn: Turn): Promise<CompleteCommand | undefined>;
  waiting(): Waiting | Promise<Waiting>;
}

const MOST_TURNS = 2000;

/** Drives an execution to its end. @returns the last end: that after a redrive, where there is one */
export async function drive(of: Simulation, taker: Taker): Promise<CompleteCommand> {
  let at = START;
  const start: Occurrence = { type: 'start', input: INPUT, execution: factsOf(of), stateMachine: MACHINE };
  let end = await taker.take({ at, id: '', events: [start] });
  let isRedriven = !of.isRedriven;
  for (let turns = 1; turns < MOST_TURNS; turns += 1) {
    if (end && (isRedriven || end.status === 'SUCCEEDED')) return end;
    const next = (end ?? turns === of.stopAt) ? undefined : nextTurn(of, await taker.waiting());
    at = Math.max(at, next?.at ?? at + 1);
    if (end) {
      isRedriven = true;
      end = await taker.take({ at, id: '', events: [{ type: 'redrive' }] });
    } else if (turns === of.stopAt) {
      end = await taker.take({
        at,
        id: '',
        events: [{ type: 'stop', error: 'Stopped', cause: 'by somebody' }],
      });
    } else {
      if (!next) throw new Error('The execution waits for what will never come');
      end = await taker.take({ ...next, at });
    }
  }
  throw new Error(`The execution has not ended after ${MOST_TURNS} turns`);
}

/** Nothing breaks: the state is in memory from start to end. */
export class Calm implements Taker {
  readonly history: HistoryEvent[] = [];
  protected state: ExecutionState | null = null;
  protected turns = 0;
  private readonly tasks = new Map<string, Waiting['tasks'][number]>();
  private readonly timers = new Map<string, number>();

  constructor(protected readonly of: Simulation) {}

  async take(turn: Turn): Promise<CompleteCommand | undefined> {
    const steps = await this.fold(turn);
    this.turns += 1;
    const task = this.tasks.get(turn.id);
    if (task) this.tasks.set(turn.id, { ...task, isHandedOver: true });
    for (const { type, id } of turn.events.filter((event) => 'id' in event)) {
      if (type === 'timer') this.timers.delete(id);
      if (type === 'task-succeeded' || type === 'task-failed') this.tasks.delete(id);
    }
    this.state = steps.at(-1)?.state ?? this.state;
    this.history.push(...steps.flatMap(({ history }) => history));
    return steps
      .flatMap(({ commands }) => commands.flatMap((command) => this.command(command, turn.at)))
      .at(-1);
  }

  waiting(): Waiting {
    return {
      tasks: [...this.tasks.values()],
      timers: [...this.timers].map(([id, at]) => ({ id, at })),
    };
  }

  /** What comes of a turn's events; the execution stays as it is. */
  protected async fold(turn: Turn): Promise<Step[]> {
    const steps: Step[] = [];
    let state = this.state;
    for (const [i, event] of turn.events.entries()) {
      const given: StepEvent = { at: turn.at, seed: `${this.of.seed}:${this.turns}:${i}`, ...event };
      const done = await step(this.of.program, state, given, evaluateJsonata);
      steps.push(done);
      ({ state } = done);
    }
    return steps;
  }

  private command(command: Command, at: number): CompleteCommand[] {
    switch (command.type) {
      case 'complete':
        return [command];
      case 'cancel':
        this.tasks.delete(command.id);
        this.timers.delete(command.id);
        return [];
      case 'timer':
        this.timers.set(command.id, command.at);
        return [];
      case 'task': {
        const { id, stateName, resource } = command;
        this.tasks.set(id, { id, stateName, resource, at, isHandedOver: false });
        return [];
      }
    }
  }
}

function boundedStates(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue;
    if ('Type' in inner && ('TimeoutSeconds' in inner || 'HeartbeatSeconds' in inner)) found.add(name);
    boundedStates(inner, found);
  }
  return found;
}
