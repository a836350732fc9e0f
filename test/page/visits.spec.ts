import { describe, expect, it } from '@jest/globals';
import { Calm, drive, simulation, type Turn } from '../../src/asl/simulation.fixture.js';
import type { ExecutionState } from '../../src/asl/state.js';
import { currentStates } from '../../src/modules/workflows/domain/progress.js';
import { visitsOf } from '../../web/src/pages/workflows/visits.js';

const RUNS = 500;

/** Compares, after each turn, what the history tells with what the engine is in. */
class Followed extends Calm {
  override async take(turn: Turn) {
    const end = await super.take(turn);
    const told = visitsOf(this.history);
    const current = told.filter(({ status, isOver }) => status === 'current' && !isOver);
    const names = new Set(current.map(({ name }) => name));
    const expected = currentStates(this.here()).filter((name) => name !== '');
    // that a state could not work out its data is told with its fork's next event: until then it looks current
    const missed = expected.filter((name) => !names.has(name));
    expect([this.of.seed, missed, end === undefined || names.size === 0]).toEqual([this.of.seed, [], true]);
    return end;
  }

  /** Without a distributed Map's children: they are executions of their own, with histories of their own. */
  private here(): ExecutionState | null {
    if (this.state === null) return null;
    const frames = Object.entries(this.state.frames).filter(([, { child }]) => child === undefined);
    return { ...this.state, frames: Object.fromEntries(frames) };
  }
}

describe('the visits that a history tells of', () => {
  it('are in the states that the execution is in, whatever happens to it', async () => {
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const of = simulation(seed);
      const followed = new Followed(of);
      const end = await drive(of, followed);
      const visits = visitsOf(followed.history);
      const entered = followed.history.filter(({ type }) => type.endsWith('StateEntered'));
      expect(visits.map(({ id }) => id)).toEqual(entered.map(({ id }) => id));
      if (end.status === 'SUCCEEDED')
        for (const { status } of visits.filter(({ isOver }) => !isOver))
          expect(['done', 'caught']).toContain(status);
    }
  }, 60_000);
});
