import { describe, expect, it } from '@jest/globals';
import { decisionOf, isStopped } from './custom-outcome.js';
import { type NoEvidence } from './part.js';

const denied: NoEvidence = { noEvidence: 'denied', code: 'AccessDenied', message: 'no' };
const missing = [{ path: ['policy'], why: denied }];
const read = { encrypted: false };
const gave = (value: unknown) =>
  decisionOf({ read, missing: [], ...(value === undefined ? {} : { gave: JSON.stringify(value) }) }, missing);

describe('what an expression gave', () => {
  it.each([
    [true, 'pass'],
    [false, 'fail'],
  ])('%s is a %s, with what was read as evidence', (value, verdict) => {
    expect(gave(value)).toEqual({ verdict, evidence: read });
  });

  it.each(['pass', 'fail', 'no_evidence', 'manual', 'not_applicable'])('may say %s itself', (verdict) => {
    expect(gave({ verdict })).toEqual({ verdict, evidence: read });
    expect(gave({ verdict, evidence: { a: 1 } })).toEqual({ verdict, evidence: { a: 1 } });
  });

  it.each([
    [undefined, /gave nothing/],
    [null, /gave null/],
    [0, /gave a number/],
    ['true', /gave a string/],
    [[true], /gave a list/],
    [{ evidence: {} }, /gave an object/],
    [{ verdict: 'PASS' }, /verdict is none of/],
    [{ verdict: 'fail', evidence: 'x' }, /evidence is a string/],
    [{ verdict: 'fail', evidence: { x: '\u0000' } }, /cannot be stored/],
    [{ verdict: 'fail', evidence: { x: '\ud800' } }, /cannot be stored/],
    [{ verdict: 'fail', evidence: { x: 'x'.repeat(20_000) } }, /more than 16 KB/],
  ])('is no evidence where it is neither: %j', (value, reason) => {
    const decision = gave(value);
    expect([decision.verdict, decision.evidence['reason']]).toEqual([
      'no_evidence',
      expect.stringMatching(reason),
    ]);
  });

  it('is no evidence where it is nested too deeply to be stored', () => {
    const deep = Array.from({ length: 100 }).reduce<unknown>((inner) => ({ inner }), 1);
    expect(gave({ verdict: 'fail', evidence: deep }).verdict).toBe('no_evidence');
  });
});

describe('an expression', () => {
  it('that read what has no evidence decides nothing, whatever it gave', () => {
    for (const outcome of [
      { gave: 'true', read, missing: [0] },
      { gave: 'false', read, missing: [0] },
      { failed: 'T0410', missing: [0] },
    ])
      expect(decisionOf(outcome, missing)).toEqual({
        verdict: 'no_evidence',
        evidence: { part: 'policy', ...denied },
      });
  });

  it('that failed or was stopped decides nothing, and says why', () => {
    expect(decisionOf({ failed: 'D3030: no number', missing: [] }, missing)).toEqual({
      verdict: 'no_evidence',
      evidence: { reason: 'The expression failed: D3030: no number' },
    });
    const stopped = decisionOf({ limit: 'It took too long' }, missing);
    expect([stopped.verdict, isStopped(stopped.evidence), isStopped(read)]).toEqual([
      'no_evidence',
      true,
      false,
    ]);
  });
});
