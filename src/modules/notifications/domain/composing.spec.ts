import { describe, expect, it } from '@jest/globals';
import { nextOf, type Waiting } from './composing.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
let made = 0;
const waiting = (groupKey: string, secondsAgo = 0, more: Partial<Waiting> = {}): Waiting => {
  made += 1;
  const one = { id: BigInt(made), ruleId: 'rule_1', groupKey, dueAt: ago(secondsAgo) };
  return { ...one, isDigest: false, isPersonal: false, ...more };
};
const groups = (count: number, secondsAgo: number) =>
  Array.from({ length: count }, (_, n) => waiting(`g${n}`, secondsAgo));
const next = (due: Waiting[], recoveredAt: Date | null = null) => {
  const choice = nextOf(due, { now: NOW, recoveredAt });
  return choice && [choice.how, choice.of.map(({ groupKey }) => groupKey).join(' ')];
};

describe('the next message of a lane', () => {
  it('is none where nothing is due', () => expect(next([])).toBeUndefined());

  it('is all of the group that waits longest, and of no other', () => {
    expect(next([waiting('a', 9), waiting('b', 8), waiting('a', 7)])).toEqual(['combined', 'a a']);
  });

  it('is by itself what one person decides by its links, however late', () => {
    const due = [waiting('a', 900), waiting('mine', 800, { isPersonal: true }), waiting('b', 700)];
    expect(next(due, ago(1))).toEqual(['digest', 'a b']);
    expect(next(due.slice(1), ago(1))).toEqual(['combined', 'mine']);
    expect(next(groups(30, 900).map((one) => ({ ...one, isPersonal: true })))).toEqual(['combined', 'g0']);
  });

  it('is one digest of a rule, however few, and apart from what goes at once', () => {
    const digest = { isDigest: true };
    const due = [
      ...[waiting('x', 3, digest), waiting('y', 3, digest), waiting('x', 2)],
      waiting('z', 1, { ...digest, ruleId: 'rule_2' }),
    ];
    expect(next(due)).toEqual(['digest', 'x y']);
    expect(next([waiting('x', 3, digest)])).toEqual(['digest', 'x']);
  });

  it('is one digest of all that waited longer than five minutes, and leaves the rest for itself', () => {
    expect(next([waiting('a', 900), waiting('b', 301), waiting('c', 10)])).toEqual(['digest', 'a b']);
    expect(next([waiting('a', 299), waiting('b', 299)])).toEqual(['combined', 'a']);
  });

  it('stays a message where only one group has waited so long', () => {
    expect(next([waiting('a', 900), waiting('a', 800), waiting('c', 10)])).toEqual(['combined', 'a a']);
  });

  it('is one digest of more than five groups that waited for a receiver, though not for long', () => {
    const due = [...groups(6, 30), waiting('later', 5)];
    expect(next(due, ago(10))).toEqual(['digest', 'g0 g1 g2 g3 g4 g5']);
    expect(next(due, null)).toEqual(['combined', 'g0']);
    expect(next([...groups(5, 30), waiting('later', 5)], ago(10))).toEqual(['combined', 'g0']);
  });

  it('is one digest where more groups are due at once than anybody reads', () => {
    expect(next(groups(21, 1))?.[0]).toBe('digest');
    expect(next(groups(20, 1))?.[0]).toBe('combined');
  });
});
