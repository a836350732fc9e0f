import { describe, expect, it } from '@jest/globals';
import { evaluateJsonata, step, type Program } from '../../../asl/index.js';
import { currentStates, statesOf } from './progress.js';

const program: Program = {
  StartAt: 'Fork',
  States: {
    Fork: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 60, End: true } } },
        { StartAt: 'Quick', States: { Quick: { Type: 'Pass', End: true } } },
      ],
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};
const event = {
  ...{ type: 'start' as const, at: 0, seed: 'x', input: [1] },
  execution: { id: 'e', name: 'e', roleArn: 'r', startTime: '1970-01-01T00:00:00Z' },
  stateMachine: { id: 's', name: 's' },
};

describe('progress', () => {
  it('counts states at every level', () => {
    expect(statesOf(program).map(([name]) => name)).toEqual(['Fork', 'Long', 'Quick', 'Each', 'One', 'Done']);
  });

  it('names what runs, from the outside in, and nothing once it has ended', async () => {
    const begun = await step(program, null, event, evaluateJsonata);
    expect(currentStates(begun.state)).toEqual(['Fork', 'Long']);
    const [timer] = begun.commands.flatMap((command) => (command.type === 'timer' ? [command.id] : []));
    const fired = { type: 'timer' as const, id: timer ?? '', at: 60_000, seed: 'y' };
    const { state } = await step(program, begun.state, fired, evaluateJsonata);
    expect([state.status, currentStates(state)]).toEqual(['SUCCEEDED', []]);
    expect(currentStates(null)).toEqual([]);
  });
});
