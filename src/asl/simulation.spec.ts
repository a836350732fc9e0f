import { describe, it } from '@jest/globals';
import type { CompleteCommand } from './command.js';
import { evaluateJsonata } from './data/index.js';
import type { StepEvent } from './event.js';
import { parse } from './parse/index.js';
import { Calm, drive, simulation, type Simulation, type Turn } from './simulation.fixture.js';
import { freeze } from './stepping.fixture.js';
import { step } from './step.js';

const RUNS = Number(process.env['SIMULATION_RUNS'] ?? 10_000);
const FIRST = Number(process.env['SIMULATION_SEED'] ?? 1);

/** The process is lost at each commit: before it, when nothing was written, and after it, when nobody has heard of it. */
class Crashing extends Calm {
  private readonly told: StepEvent[] = [];

  override async take(turn: Turn): Promise<CompleteCommand | undefined> {
    // all that is left of the process before is what it wrote
    this.state = freeze(JSON.parse(JSON.stringify(this.state)) as typeof this.state);
    await this.fold(turn); // nobody hears of what came of it
    const end = await super.take(turn);
    await this.hearAgain(turn);
    return end;
  }

  /** The events of this turn once more, and one of an earlier turn: both change nothing. */
  private async hearAgain({ at, events }: Turn): Promise<void> {
    const now = events
      .filter(({ type }) => type !== 'stop' && type !== 'redrive')
      .map((event, i) => ({ at: at + 5, seed: `again ${i}`, ...event }));
    this.told.push(...now);
    const earlier = this.told[(this.turns * 7) % this.told.length];
    for (const event of [...now, ...(earlier ? [earlier] : [])]) {
      const again = await step(this.of.program, this.state, event, evaluateJsonata);
      if (again.state !== this.state || again.commands.length + again.history.length > 0)
        throw new Error(`${event.type} was told twice, and the second time changed something`);
    }
  }
}

/** A task takes another time than it did: whoever waits for all of them gets the same. */
class Reordered extends Calm {
  override waiting() {
    const waiting = super.waiting();
    const moved = waiting.tasks.map((task, i) => ({
      ...task,
      at: task.at + ((i * 7919 + this.turns * 104_729) % 3000),
    }));
    return { ...waiting, tasks: moved };
  }
}

interface Ran {
  end: CompleteCommand;
  history: { type: string }[];
}

async function ran(of: Simulation, taker: Calm): Promise<Ran> {
  const end = await drive(of, taker);
  return { end, history: taker.history };
}

const sorted = ({ history }: Ran): string[] => history.map(({ type }) => type).sort();
const FAILURE = /Failed|TimedOut|Aborted/;

/** @returns what differs */
async function differenceOf(of: Simulation): Promise<string | undefined> {
  if ('problems' in parse(of.program)) return 'the definition is not accepted';
  const calm = await ran(of, new Calm(of));
  const crashed = await ran(of, new Crashing(of));
  if (JSON.stringify(crashed) !== JSON.stringify(calm)) return 'crashes change it';
  if (of.seed % 2 === 0) return undefined;
  return orderDifference({ ...of, isKind: true, stopAt: undefined });
}

async function orderDifference(of: Simulation): Promise<string | undefined> {
  const calm = await ran(of, new Calm(of));
  // what fails first ends the others: there the order counts
  if (of.program.TimeoutSeconds !== undefined || calm.history.some(({ type }) => FAILURE.test(type)))
    return undefined;
  const reordered = await ran(of, new Reordered(of));
  if (JSON.stringify(reordered.end) !== JSON.stringify(calm.end)) return 'the order changes its end';
  return sorted(reordered).join() === sorted(calm).join() ? undefined : 'the order changes its history';
}

describe('an execution whose process crashes at each commit', () => {
  it(
    `ends as one that nothing happens to (${RUNS} random executions)`,
    async () => {
      for (let seed = FIRST; seed < FIRST + RUNS; seed += 1) {
        const of = simulation(seed);
        const difference = await differenceOf(of).catch((error: unknown) => String(error));
        if (difference === undefined) continue;
        const again = `SIMULATION_SEED=${seed} SIMULATION_RUNS=1 npm test -- src/asl/simulation`;
        throw new Error(`${difference}\nagain: ${again}\ndefinition: ${JSON.stringify(of.program)}`);
      }
    },
    RUNS * 20 + 60_000,
  );
});
