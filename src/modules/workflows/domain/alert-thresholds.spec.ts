import { describe, expect, it } from '@jest/globals';
import { alertThresholds, decideThresholds, type Changes } from './alert-thresholds.js';

const changes = (total: number, critical = 0, scoreDrop: number | null = null): Changes => ({
  opened: { total, bySeverity: critical === 0 ? {} : { critical } },
  scoreDrop,
});

describe('the thresholds of continuous monitoring', () => {
  it('are crossed by what reaches them, and by nothing less', () => {
    expect(decideThresholds(changes(9), { newFindings: 10 }, false).crossed).toBe(false);
    expect(decideThresholds(changes(10), { newFindings: 10 }, false)).toEqual({
      crossed: true,
      crossings: [{ threshold: 'newFindings', limit: 10, actual: 10 }],
      unknown: [],
    });
  });

  it('let one critical finding be enough, where nothing else is said', () => {
    expect(decideThresholds(changes(1, 1), {}, true).crossings).toEqual([
      { threshold: 'criticalFindings', limit: 1, actual: 1 },
    ]);
    expect(decideThresholds(changes(5), {}, true).crossed).toBe(false);
    expect(decideThresholds(changes(1, 1), {}, false).crossed).toBe(false);
  });

  it('let criticalFindings say how many critical ones are enough', () => {
    expect(decideThresholds(changes(2, 2), { criticalFindings: 3 }, true).crossed).toBe(false);
    expect(decideThresholds(changes(3, 3), { criticalFindings: 3 }, false).crossed).toBe(true);
  });

  it('name each one that is crossed', () => {
    const { crossings } = decideThresholds(changes(4, 2, 7.5), { newFindings: 1, scoreDrop: 5 }, true);
    expect(crossings.map(({ threshold }) => threshold)).toEqual([
      'newFindings',
      'criticalFindings',
      'scoreDrop',
    ]);
  });

  it('say so where nothing is known of what they limit', () => {
    expect(decideThresholds(changes(0), { scoreDrop: 5 }, true)).toEqual({
      crossed: false,
      crossings: [],
      unknown: ['scoreDrop'],
    });
  });

  it.each([{ newFindings: 0 }, { criticalFindings: 1.5 }, { scoreDrop: 0 }, { newfindings: 1 }])(
    'are refused as %j',
    (given) => expect(alertThresholds.safeParse(given).success).toBe(false),
  );
});
