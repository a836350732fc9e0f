import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { severities, type Severity } from './control.js';
import { byHand, decided, framework, notRead, section } from './frameworks/framework.js';
import {
  addCounts,
  assess,
  type ControlTally,
  formula,
  mergeTallies,
  noCounts,
  requirementStatus,
  scoreOf,
  tallyOf,
  weights,
} from './score.js';

const tally = (controlId: string, severity: Severity, counts: Partial<ControlTally>): ControlTally => ({
  ...noCounts,
  ...counts,
  controlId,
  severity,
});

describe('a score', () => {
  it('weighs a control by its severity and by the share that passes', () => {
    const found = scoreOf([
      tally('root_mfa', 'critical', { pass: 1 }),
      tally('encryption', 'medium', { pass: 30, fail: 10 }),
      tally('rotation', 'medium', { fail: 2, noEvidence: 2 }),
      tally('public_access', 'high', { noEvidence: 5 }),
    ]);
    // The example of docs/frameworks.md: (10 × 1 + 3 × 0.75 + 3 × 0) / 16 and 43 / 50.
    expect(found.score).toBe(76.6);
    expect(found.coverage).toBe(86);
    expect(found.counts).toEqual({ ...noCounts, pass: 31, fail: 12, noEvidence: 7 });
  });

  it('does not let many good resources of one control hide the bad one of another', () => {
    const good = tally('encryption', 'medium', { pass: 1000 });
    expect(scoreOf([good, tally('public', 'critical', { fail: 1 })]).score).toBe(23.1);
  });

  it('is null, not 0 and not 100, where nothing is decided', () => {
    expect(scoreOf([])).toEqual({ score: null, coverage: null, counts: noCounts });
    const denied = scoreOf([tally('a', 'high', { noEvidence: 4, manual: 1 })]);
    expect([denied.score, denied.coverage]).toEqual([null, 0]);
  });

  it('leaves what does not apply and what is muted out of score and coverage', () => {
    const found = scoreOf([tally('a', 'high', { pass: 1, notApplicable: 9, muted: 9 })]);
    expect([found.score, found.coverage]).toEqual([100, 100]);
  });

  it('weighs informational controls only where there are no others', () => {
    const info = [tally('a', 'informational', { pass: 1 }), tally('b', 'informational', { fail: 1 })];
    expect(scoreOf(info).score).toBe(50);
    expect(scoreOf([...info, tally('c', 'low', { pass: 1 })]).score).toBe(100);
  });

  it('is 100 only without a failure and 0 only without a pass', () => {
    expect(scoreOf([tally('a', 'high', { pass: 1_000_000, fail: 1 })]).score).toBe(99.9);
    expect(scoreOf([tally('a', 'high', { pass: 1, fail: 1_000_000 })]).score).toBe(0.1);
    const thirds = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => tally(id, 'medium', { pass: 3 }));
    expect(scoreOf(thirds).score).toBe(100);
  });

  it('is told with its weights', () => {
    for (const severity of severities) expect(formula).toContain(`${severity} ${String(weights[severity])}`);
  });
});

describe('a tally', () => {
  it('counts a verdict under its kind, a muted one under muted alone', () => {
    const control = { controlId: 'a', severity: 'high' as const };
    expect(tallyOf(control, 'no_evidence', { times: 3 })).toEqual(tally('a', 'high', { noEvidence: 3 }));
    expect(tallyOf(control, 'fail', { muted: true })).toEqual(tally('a', 'high', { muted: 1 }));
  });

  it('takes the graver severity where two accounts differ', () => {
    const merged = mergeTallies([tally('a', 'low', { pass: 1 })], [tally('a', 'critical', { fail: 1 })]);
    expect(merged).toEqual([tally('a', 'critical', { pass: 1, fail: 1 })]);
  });
});

describe('the status of a requirement', () => {
  const of = (counts: Partial<ControlTally>, more: Partial<ControlTally> = { pass: 1 }) =>
    requirementStatus({ controls: ['a', 'b'] }, [tally('a', 'high', counts), tally('b', 'low', more)]);
  const nothing = {};

  it('is failed by one failure, whatever else there is', () => {
    expect(of({ pass: 9, fail: 1, noEvidence: 1, manual: 1 })).toBe('failed');
  });

  it('is passed only when all that could be decided passes', () => {
    expect(of({ pass: 2, notApplicable: 3, muted: 1 })).toBe('passed');
    expect(of(nothing)).toBe('passed');
    expect(of({ pass: 2, noEvidence: 1 })).toBe('partial');
    expect(of({ pass: 2, manual: 1 })).toBe('manual');
  });

  it('is no_evidence where nothing could be read', () => {
    expect(of({ noEvidence: 2 }, nothing)).toBe('no_evidence');
    expect(of({ noEvidence: 2, manual: 1 }, { notApplicable: 1 })).toBe('no_evidence');
  });

  it('is not_applicable where there is nothing that it concerns', () => {
    expect(of(nothing, nothing)).toBe('not_applicable');
    expect(of({ notApplicable: 2 }, { muted: 1 })).toBe('not_applicable');
  });

  it('takes a control that was not asked as one without evidence', () => {
    expect(requirementStatus({ controls: ['a', 'b'] }, [tally('a', 'high', { pass: 1 })])).toBe('partial');
    expect(requirementStatus({ controls: ['a'] }, [])).toBe('no_evidence');
  });

  it('is manual where a person judges the rest, or the rest is not read', () => {
    const passing = [tally('a', 'high', { pass: 1 })];
    expect(requirementStatus({ controls: [], manual: 'why' }, passing)).toBe('manual');
    expect(requirementStatus({ controls: ['a'], manual: 'why' }, passing)).toBe('manual');
    expect(requirementStatus({ controls: ['a'], unsupported: 'why' }, passing)).toBe('manual');
    expect(requirementStatus({ controls: ['a'], manual: 'why' }, [tally('a', 'low', { fail: 1 })])).toBe(
      'failed',
    );
  });
});

describe('an assessment', () => {
  const two = framework({
    ...{ id: 'f', aliases: [], name: 'F', version: '1', description: 'two share a control' },
    requirements: section('S', [
      decided('1', 'one', 'shared', 'own'),
      decided('2', 'two', 'shared'),
      byHand('3', 'three', 'for a person'),
      notRead('4', 'four', 'not read', 'unread'),
    ]),
  });

  it('counts a control once for the framework, also when two requirements name it', () => {
    const found = assess(two, [
      tally('shared', 'high', { fail: 1 }),
      tally('own', 'high', { pass: 1 }),
      tally('of_another_framework', 'critical', { fail: 7 }),
    ]);
    expect(found.score).toBe(50);
    expect(found.counts.fail).toBe(1);
    expect(found.requirements.map(({ score }) => score)).toEqual([50, 0, null, null]);
    expect(found.statuses).toEqual({
      ...{ passed: 0, failed: 2, partial: 0, no_evidence: 1, manual: 1, not_applicable: 0 },
    });
  });
});

describe('for any tallies', () => {
  const few = fc.nat({ max: 6 });
  const anyTally = fc.record<ControlTally>({
    controlId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    severity: fc.constantFrom(...severities),
    pass: few,
    fail: few,
    noEvidence: few,
    manual: few,
    notApplicable: few,
    muted: few,
  });
  const tallies = fc.array(anyTally, { maxLength: 8 });
  const more = fc.integer({ min: 1, max: 5 });
  const scored = fc.tuple(tallies, anyTally, more);
  const number = (score: number | null) => score ?? -1;

  it('the score does not move when verdicts without evidence are added', () => {
    fc.assert(
      fc.property(scored, ([list, { controlId, severity }, times]) => {
        const before = mergeTallies(list, [tally(controlId, severity, {})]);
        const after = scoreOf([...before, tallyOf({ controlId, severity }, 'no_evidence', { times })]);
        expect(after.score).toBe(scoreOf(before).score);
        expect([after.counts.pass, after.counts.fail]).toEqual([
          scoreOf(before).counts.pass,
          scoreOf(before).counts.fail,
        ]);
        expect(number(after.coverage)).toBeLessThanOrEqual(scoreOf(before).coverage ?? 100);
      }),
    );
  });

  it('another pass never lowers the score, another fail never raises it', () => {
    fc.assert(
      fc.property(scored, ([list, { controlId, severity }, times]) => {
        const before = mergeTallies(list, [tally(controlId, severity, {})]);
        const score = scoreOf(before).score;
        const passed = scoreOf([...before, tallyOf({ controlId, severity }, 'pass', { times })]).score;
        const failed = scoreOf([...before, tallyOf({ controlId, severity }, 'fail', { times })]).score;
        expect(number(passed)).toBeGreaterThanOrEqual(number(score));
        expect(failed).toBeLessThanOrEqual(score ?? 100);
      }),
    );
  });

  it('not applicable and muted verdicts change neither score nor coverage', () => {
    fc.assert(
      fc.property(scored, ([list, { controlId, severity }, times]) => {
        const before = mergeTallies(list, [tally(controlId, severity, {})]);
        const added = [
          tallyOf({ controlId, severity }, 'not_applicable', { times }),
          tallyOf({ controlId, severity }, 'fail', { times, muted: true }),
        ];
        const { score, coverage } = scoreOf([...before, ...added]);
        expect({ score, coverage }).toEqual({
          score: scoreOf(before).score,
          coverage: scoreOf(before).coverage,
        });
      }),
    );
  });

  it('a score is from 0 to 100, and a denied control never passes a requirement', () => {
    fc.assert(
      fc.property(scored, ([list, { controlId, severity }, times]) => {
        const denied = [...list, tallyOf({ controlId, severity }, 'no_evidence', { times })];
        const { score } = scoreOf(denied);
        expect(score === null || (score >= 0 && score <= 100)).toBe(true);
        expect(['failed', 'partial', 'no_evidence']).toContain(
          requirementStatus({ controls: [controlId] }, denied),
        );
      }),
    );
  });

  it('accounts merge in any order and grouping', () => {
    fc.assert(
      fc.property(tallies, tallies, tallies, (a, b, c) => {
        const all = mergeTallies(a, b, c);
        expect(mergeTallies(c, a, b)).toEqual(all);
        expect(mergeTallies(mergeTallies(a, b), c)).toEqual(all);
        expect(mergeTallies(a, mergeTallies(b, c))).toEqual(all);
        expect(scoreOf([...a, ...b, ...c])).toEqual(scoreOf(all));
        expect(mergeTallies(all)).toEqual(all);
      }),
    );
  });

  it('nothing is lost in a merge', () => {
    fc.assert(
      fc.property(tallies, tallies, (a, b) => {
        const sum = (list: readonly ControlTally[]) => scoreOf(list).counts;
        expect(sum(mergeTallies(a, b))).toEqual(addCounts(sum(a), sum(b)));
      }),
    );
  });
});
