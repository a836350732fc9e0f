import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { severities } from './control.js';
import type { Framework } from './frameworks/framework.js';
import { gainOf } from './score-gain.js';
import { noCounts, scoreOf, type ControlTally } from './score.js';

const framework: Framework = {
  ...{ id: 'own', aliases: [], name: 'Own', version: '1', description: '' },
  requirements: [
    { id: 'A', title: 'a', section: '', controls: ['one', 'two'] },
    { id: 'B', title: 'b', section: '', controls: ['one'] },
    { id: 'C', title: 'c', section: '', controls: ['three'] },
  ],
};
const tally = (controlId: string, pass: number, fail: number, more: Partial<ControlTally> = {}) => ({
  ...{ ...noCounts, controlId, severity: 'high' as const, pass, fail },
  ...more,
});

describe('what a framework gains by a control', () => {
  it('is the difference of the scores, by the formula of the score', () => {
    const tallies = [tally('one', 1, 1), tally('two', 1, 0), tally('three', 0, 1)];
    expect(scoreOf(tallies).score).toBe(50);
    // (1 + 1 + 0) / 3
    expect(gainOf(framework, tallies, 'one')).toEqual({ points: 16.7, requirementIds: ['A', 'B'] });
    expect(gainOf(framework, tallies, 'three')).toEqual({ points: 33.3, requirementIds: ['C'] });
  });

  it('is nothing where it fails nowhere, and leaves out what the framework does not name', () => {
    const tallies = [tally('one', 0, 1), tally('two', 1, 0), tally('other', 0, 9)];
    expect(gainOf(framework, tallies, 'two')).toEqual({ points: 0, requirementIds: [] });
    expect(gainOf(framework, tallies, 'other')).toEqual({ points: 0, requirementIds: [] });
    expect(gainOf(framework, tallies, 'one').points).toBe(50);
  });

  it('counts by severity', () => {
    const tallies = [tally('one', 0, 1, { severity: 'critical' }), tally('two', 0, 1, { severity: 'low' })];
    expect(gainOf(framework, tallies, 'one').points).toBe(90.9);
    expect(gainOf(framework, tallies, 'two').points).toBe(9.1);
  });

  it('is never less than nothing, and together they make a whole score', () => {
    const counts = fc.record({
      pass: fc.nat(20),
      fail: fc.nat(20),
      severity: fc.constantFrom(...severities),
    });
    fc.assert(
      fc.property(fc.tuple(counts, counts, counts), (given) => {
        const ids = ['one', 'two', 'three'];
        const tallies = given.map((one, at) => ({ ...noCounts, ...one, controlId: ids[at] ?? '' }));
        const gains = ids.map((id) => gainOf(framework, tallies, id).points);
        expect(Math.min(...gains)).toBeGreaterThanOrEqual(0);
        const { score } = scoreOf(tallies);
        if (score === null) return;
        const sum = gains.reduce((a, b) => a + b, score);
        expect(Math.abs(sum - 100)).toBeLessThan(0.5); // each is rounded
      }),
    );
  });
});
