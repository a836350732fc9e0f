import { describe, expect, it } from '@jest/globals';
import type { ChangeStatus } from './change.js';
import type { ChangeVerdict } from './change-row.js';
import { countsOf, endOf, groupsOf, inOne, outcomeOf, remediationIdOf, toRestore } from './remediation.js';

const change = (status: ChangeStatus, verdict: ChangeVerdict | null = null) => ({ status, verdict });
const movedOn = change('refused', { kind: 'moved_on', differs: ['block'] });

describe('what came of a round', () => {
  it.each([
    ['applied', [change('verified'), change('refused'), change('unneeded')]],
    ['applied', []],
    ['failed', [change('verified'), change('failed')]],
    ['failed', [change('verified'), change('applying')]],
    ['failed', [change('failed'), movedOn, change('planned')]],
    ['moved_on', [change('verified'), movedOn, change('planned')]],
    ['stopped', [change('verified'), change('planned')]],
    ['stopped', [change('failed'), change('stopped')]],
    ['applied', [change('refused', { kind: 'guardrails' })]],
  ] as const)('is %s of %j', (outcome, changes) => {
    expect(outcomeOf(changes)).toBe(outcome);
  });
});

describe('a remediation that failed nowhere', () => {
  it.each([
    ['completed', ['verified', 'refused']],
    ['completed', ['unneeded']],
    ['refused', ['refused', 'unneeded']],
  ] as const)('is %s of %j', (end, statuses) => {
    expect(endOf(statuses.map((status) => ({ status })))).toBe(end);
  });
});

it('takes back the last first, and nothing that was never begun or is taken back', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
  const row = (id: string, seq: number, status: ChangeStatus, startedAt: Date | null) => ({
    id,
    seq,
    status,
    startedAt,
  });
  const changes = [
    row('a', 1, 'verified', at(2)),
    row('b', 2, 'failed', at(1)),
    row('c', 3, 'verified', at(2)),
    row('d', 4, 'restored', at(3)),
    row('e', 5, 'planned', null),
  ];
  expect(toRestore(changes).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});

it('groups what is planned by resource, in the order of the plan', () => {
  const row = (id: string, seq: number, resourceArn: string, status: ChangeStatus = 'planned') => ({
    ...{ id, seq, resourceArn, status },
  });
  const changes = [row('c', 3, 'x'), row('b', 2, 'y'), row('a', 1, 'x'), row('d', 4, 'y', 'refused')];
  expect(groupsOf(changes)).toEqual([['a', 'c'], ['b']]);
});

it('tells the first reasons, each once', () => {
  expect(inOne([])).toBeNull();
  expect(inOne(['a', 'b', 'a', 'c', 'd', 'e'])).toBe('a; b; c; and 2 more');
  // an execution could not carry it
  expect(inOne(['x'.repeat(300_000)])).toHaveLength(4_000);
});

it('counts, and knows its execution', () => {
  expect(countsOf([{ status: 'verified' }, { status: 'verified' }, { status: 'failed' }])).toEqual({
    ...{ verified: 2, failed: 1 },
  });
  expect(remediationIdOf('exe_0198')).toBe('rem_0198');
});
