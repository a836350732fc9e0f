import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Command } from './command.js';
import type { Occurrence } from './event.js';
import type { Program, StateDefinition } from './program.js';
import { CALLBACK, Driven, lambda, only } from './stepping.fixture.js';

const retry = { Retry: [{ ErrorEquals: ['Again'], MaxAttempts: 1, JitterStrategy: 'FULL' }] };
const caught = { Catch: [{ ErrorEquals: ['Caught', 'States.Timeout'], Next: 'Caught' }] };
const loop = (states: Record<string, object>): Program => ({
  StartAt: Object.keys(states)[0] ?? '',
  States: states as Record<string, StateDefinition>,
});

/** Something of all that waits, forks, retries and catches, one inside the other. */
const program: Program = {
  ...loop({
    Fork: {
      Type: 'Parallel',
      Branches: [
        only(lambda({ TimeoutSeconds: 5, ...retry })),
        only({ Type: 'Wait', Seconds: 3 }),
        only({
          Type: 'Map',
          MaxConcurrency: 2,
          ItemProcessor: loop({
            In: { Type: 'Task', Resource: CALLBACK, HeartbeatSeconds: 4, ...retry, ...caught, End: true },
            Caught: { Type: 'Pass', End: true },
          }),
        }),
      ],
      ...retry,
      ...caught,
      Next: 'Wide',
    },
    Caught: { Type: 'Pass', Result: [1, 2, 3], Next: 'Wide' },
    Wide: {
      Type: 'Map',
      ItemProcessor: { ...only(lambda(retry)), ProcessorConfig: { Mode: 'DISTRIBUTED' } },
      ToleratedFailureCount: 1,
      End: true,
    },
  }),
  TimeoutSeconds: 600,
};

/** What the world owes: the commands that are neither answered nor cancelled. */
class World {
  readonly owed = new Map<string, Command>();
  readonly past: Occurrence[] = [];

  take(commands: readonly Command[]): void {
    for (const command of commands) {
      if (command.type === 'complete') continue;
      if (command.type === 'cancel') this.owed.delete(command.id);
      else this.owed.set(command.id, command);
    }
  }

  /** Answers one of what is owed, or says again what was said before. */
  next(choice: number): Occurrence | undefined {
    if (choice % 7 === 0 && this.past.length > 0) return this.past[choice % this.past.length];
    if (choice % 61 === 0) return { type: 'stop' };
    const commands = [...this.owed.values()].filter(
      (owed) => choice % 41 === 0 || !('id' in owed) || !owed.id.startsWith('execution'),
    );
    const command = commands[choice % commands.length];
    if (!command || command.type === 'complete') return undefined;
    const { id } = command;
    if (command.type === 'timer') return { type: 'timer', id };
    const started: Occurrence[] = [
      { type: 'task-started', id },
      { type: 'task-heartbeat', id },
    ];
    const ends: Occurrence[] = [
      ...Array.from({ length: 12 }, () => ({ type: 'task-succeeded' as const, id, output: choice })),
      ...['Again', 'Caught', 'Fatal'].map((error) => ({ type: 'task-failed' as const, id, error })),
    ];
    return [...started, ...ends][choice % (started.length + ends.length)];
  }
}

async function play(choices: readonly number[]): Promise<Driven> {
  const execution = await new Driven(program).start([1, 2, 3]);
  const world = new World();
  world.take(execution.commands);
  let ends = 0;
  for (const choice of choices) {
    const redrives = execution.state?.status !== 'RUNNING' && choice % 3 === 0;
    const occurrence = redrives ? ({ type: 'redrive' } as const) : world.next(choice);
    if (!occurrence) break;
    await execution.send(occurrence, choice % 900);
    if ('id' in occurrence && execution.state?.pending[occurrence.id] === undefined)
      world.owed.delete(occurrence.id);
    if (!redrives) world.past.push(occurrence);
    world.take(execution.commands);
    if (execution.end) ends++;
    // Whatever happens, both sides agree on what is waited for.
    expect([...world.owed.keys()].sort()).toEqual(Object.keys(execution.state?.pending ?? {}).sort());
    if (execution.state?.status === 'RUNNING') expect(world.owed.size).toBeGreaterThan(0);
    else expect(world.owed.size).toBe(0);
  }
  const told = execution.history.filter(({ type }) =>
    /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type),
  );
  expect(told).toHaveLength(ends);
  expect(execution.history.map(({ id }) => id)).toEqual(execution.history.map((_, i) => i + 1));
  for (const { id, previousEventId } of execution.history) expect(previousEventId).toBeLessThan(id);
  return execution;
}

describe('any order of events', () => {
  it('keeps what is waited for, ends once, and is the same when replayed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(99_999), { minLength: 1, maxLength: 80 }), async (choices) => {
        const [one, other] = [await play(choices), await play(choices)];
        expect(other.history).toEqual(one.history);
        expect(other.state).toEqual(one.state);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
