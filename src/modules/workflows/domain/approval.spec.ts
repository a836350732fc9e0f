import { describe, expect, it } from '@jest/globals';
import {
  decisionOf,
  expiredOutcome,
  hasExpired,
  hasVoted,
  howDecided,
  isOverdue,
  outcomeOf,
  refusalFor,
  type Question,
  type Vote,
} from './approval.js';

const AT = new Date('2026-11-21T12:00:00Z');
const question = (given: Partial<Question> = {}): Question => ({
  ...{ status: 'pending', level: 1, quorum: 1, defaultDecision: 'reject' },
  ...{ requestedBy: 'rita@acme.test', claimedBy: null, expiresAt: AT, decidedAt: null },
  ...given,
});
const yes = (decidedBy: string, comment: string | null = null): Vote => ({
  ...{ decision: 'approved', decidedBy, comment },
});
const no = (decidedBy: string, comment: string | null = null): Vote => ({
  ...{ decision: 'rejected', decidedBy, comment },
});

describe('who may decide', () => {
  const allowed = (level: number, role: string) =>
    refusalFor(question({ level }), { owner: 'ana@acme.test', role }, 'approved') === undefined;

  it('is by level: approvers and admins, or admins', () => {
    const roles = ['viewer', 'operator', 'approver', 'admin', 'platform'];
    expect(roles.filter((role) => allowed(1, role))).toEqual(['approver', 'admin', 'platform']);
    expect(roles.filter((role) => allowed(2, role))).toEqual(['admin', 'platform']);
  });

  it('is nobody for a level that there is not', () => {
    expect(allowed(3, 'admin')).toBe(false);
  });

  it.each(['rita@acme.test', 'Rita@ACME.test'])('is never the requester, nor for a no: %s', (owner) => {
    for (const decision of ['approved', 'rejected'] as const)
      expect(refusalFor(question(), { owner, role: 'admin' }, decision)).toMatch(
        /requested by rita@acme.test/,
      );
  });

  it('is not whom the definition claims to have asked, for a yes; a no is heard', () => {
    const claimed = question({ claimedBy: 'Ana@acme.test' });
    const ana = { owner: 'ana@acme.test', role: 'approver' };
    expect(refusalFor(claimed, ana, 'approved')).toMatch(/requested for Ana@acme.test/);
    expect(refusalFor(claimed, ana, 'rejected')).toBeUndefined();
    // the claim stands for nobody else: the requester is still the requester
    expect(refusalFor(claimed, { owner: 'rita@acme.test', role: 'admin' }, 'approved')).toBeDefined();
  });

  it('is nobody twice, however the email is written', () => {
    expect(hasVoted([yes('ana@acme.test')], 'ANA@acme.test')).toBe(true);
    expect(hasVoted([yes('ana@acme.test')], 'ben@acme.test')).toBe(false);
  });
});

describe('what the votes decide', () => {
  it('is nothing before the quorum, and yes with it', () => {
    const two = question({ quorum: 2 });
    expect(decisionOf(two, [])).toBeUndefined();
    expect(decisionOf(two, [yes('a@x')])).toBeUndefined();
    expect(decisionOf(two, [yes('a@x'), yes('b@x')])).toBe('approved');
  });

  it('counts a person once', () => {
    expect(decisionOf(question({ quorum: 2 }), [yes('a@x'), yes('A@x')])).toBeUndefined();
  });

  it('is no with one rejection, whatever came before', () => {
    expect(decisionOf(question({ quorum: 3 }), [yes('a@x'), yes('b@x'), no('c@x')])).toBe('rejected');
  });

  it('goes to the workflow with who decided so, and what they said', () => {
    const votes = [yes('a@x', 'fine'), no('b@x', 'not on Friday')];
    expect(outcomeOf('apr_1', 'rejected', votes)).toEqual({
      ...{ decision: 'rejected', approvalId: 'apr_1', expired: false },
      ...{ decidedBy: ['b@x'], comments: ['not on Friday'] },
    });
    expect(outcomeOf('apr_1', 'approved', [yes('a@x'), yes('b@x', 'ok')])).toMatchObject({
      ...{ decidedBy: ['a@x', 'b@x'], comments: ['ok'] },
    });
  });
});

describe('time', () => {
  it('is up at expiresAt, to the millisecond, for what is pending', () => {
    expect(isOverdue(question(), new Date(AT.getTime() - 1))).toBe(false);
    expect(isOverdue(question(), AT)).toBe(true);
    expect(isOverdue(question({ status: 'approved' }), AT)).toBe(false);
  });

  it('brings the default', () => {
    const expired = { approvalId: 'apr_1', decidedBy: [], comments: [], expired: true };
    expect(expiredOutcome('apr_1', question())).toEqual({ ...expired, decision: 'rejected' });
    expect(expiredOutcome('apr_1', question({ defaultDecision: 'approve' }))).toEqual({
      ...expired,
      decision: 'approved',
    });
  });

  it('has closed what the votes alone have not', () => {
    expect(hasExpired(question({ status: 'approved', quorum: 2 }), [yes('a@x')])).toBe(true);
    expect(hasExpired(question({ status: 'approved', quorum: 2 }), [yes('a@x'), yes('b@x')])).toBe(false);
    expect(hasExpired(question({ status: 'rejected' }), [])).toBe(true);
    expect(hasExpired(question({ status: 'rejected' }), [no('a@x')])).toBe(false);
    expect(hasExpired(question({ status: 'cancelled' }), [])).toBe(false);
  });
});

describe('how it was decided', () => {
  const decidedAt = new Date('2026-11-21T11:00:00Z');
  it.each([
    [
      question({ status: 'approved', quorum: 2, decidedAt }),
      [yes('a@x'), yes('b@x')],
      'approved by a@x, b@x at 2026-11-21T11:00:00.000Z',
    ],
    [question({ status: 'rejected', decidedAt }), [yes('a@x'), no('b@x')], 'rejected by b@x at'],
    [
      question({ status: 'rejected', decidedAt }),
      [],
      'rejected by default: nobody had decided when it expired',
    ],
    [question({ status: 'cancelled', decidedAt }), [], 'cancelled: its workflow does not wait'],
    [question(), [], 'not decided yet'],
  ])('is said in a sentence: %#', (closed, votes, text) => {
    expect(howDecided(closed, votes)).toContain(text);
  });
});
