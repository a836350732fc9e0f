import { describe, expect, it } from '@jest/globals';
import { decideOverlap, overlapPolicies, runCauses, type OverlapPolicy, type RunCause } from './overlap.js';

const one = { id: 'run_1', plannedAt: new Date('2026-11-20T06:00:00Z') };
const two = { id: 'run_2', plannedAt: new Date('2026-11-20T07:00:00Z') };

const all = overlapPolicies.flatMap((policy) => runCauses.map((cause) => [policy, cause] as const));

describe('decideOverlap', () => {
  it.each(all)('starts when no other run is under way (%s, %s)', (policy, cause) => {
    expect(decideOverlap(policy, cause, [], undefined)).toEqual({ do: 'start', replaces: [] });
  });

  it.each(runCauses)('starts beside others where they may overlap (%s)', (cause) => {
    expect(decideOverlap('allow', cause, [one, two], two)).toEqual({ do: 'start', replaces: [] });
  });

  it('skips a planned time, with the run in its way as the reason', () => {
    expect(decideOverlap('skip', 'schedule', [one], undefined)).toEqual({
      do: 'skip',
      reason: 'the run of 2026-11-20T06:00:00.000Z (run_1) is still under way (overlapPolicy skip)',
    });
  });

  it('queues one planned time and skips the next', () => {
    expect(decideOverlap('queue_one', 'schedule', [one], undefined)).toEqual({ do: 'wait', waitsFor: one });
    expect(decideOverlap('queue_one', 'schedule', [one], two)).toEqual({
      do: 'skip',
      reason:
        'the run of 2026-11-20T06:00:00.000Z (run_1) is still under way and run_2 waits already (overlapPolicy queue_one)',
    });
  });

  it.each(['schedule', 'manual'] as const)(
    'replaces all that is under way by cancel_running (%s)',
    (cause) => {
      expect(decideOverlap('cancel_running', cause, [one, two], undefined)).toEqual({
        ...{ do: 'start', replaces: [one, two] },
      });
    },
  );

  const waits: [OverlapPolicy, RunCause][] = [
    ['skip', 'manual'],
    ['skip', 'backfill'],
    ['skip', 'catch_up'],
    ['queue_one', 'manual'],
    ['queue_one', 'backfill'],
    ['queue_one', 'catch_up'],
    ['cancel_running', 'backfill'],
    ['cancel_running', 'catch_up'],
  ];
  it.each(waits)('never drops what was asked for or is caught up: it waits (%s, %s)', (policy, cause) => {
    expect(decideOverlap(policy, cause, [one], two)).toEqual({ do: 'wait', waitsFor: one });
  });
});
