import { describe, expect, it } from '@jest/globals';
import type { AttemptOutcome } from './attempts.service.js';
import type { Start } from './claiming.service.js';
import { StartingService } from './starting.service.js';

/** Gives way to others `times` times, in the same turn of the event loop. */
async function givingWay(times: number): Promise<void> {
  for (let i = 0; i < times; i++) await Promise.resolve();
}

describe('StartingService', () => {
  // whoever ends in the very step in which the writer has found nothing more must not be left unwritten
  it.each(Array.from({ length: 40 }, (_, i) => i))(
    'writes the end of an attempt that ends %d steps after another was written',
    async (steps) => {
      let written: () => void = () => undefined;
      const firstWritten = new Promise<void>((resolve) => (written = resolve));
      const closed: string[] = [];
      const starts = ['first', 'second'].map((id) => ({ run: { id, attempt: 1 } }) as unknown as Start);
      const outcomeOf = ({ run }: Start) => ({ run }) as unknown as AttemptOutcome;
      const service = new StartingService(
        { claim: () => Promise.resolve({ starts: starts.splice(0), more: false }) } as never,
        {
          make: async (start: Start) => {
            if (start.run.id === 'second') await firstWritten.then(() => givingWay(steps));
            return outcomeOf(start);
          },
        } as never,
        {
          close: async (outcomes: AttemptOutcome[]) => {
            closed.push(...outcomes.map(({ run }) => run.id));
            written();
            await givingWay(20);
          },
        } as never,
        {} as never,
        {} as never,
      );
      await service.startDue();
      await new Promise((done) => setTimeout(done, 5));
      expect(closed).toEqual(['first', 'second']);
    },
  );
});
