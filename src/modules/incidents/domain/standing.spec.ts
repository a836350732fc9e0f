import { describe, expect, it } from '@jest/globals';
import { missingApproval } from './own-approval.js';
import { acknowledged, obstacle, type Standing, type Step } from './standing.js';

const now = new Date('2026-11-21T12:00:00Z');
const standing = (more: Partial<Standing> = {}): Standing => ({
  ...{ status: 'open', acknowledgedBy: null, underWay: null },
  ...more,
});
const steps: Step[] = ['acknowledge', 'contain', 'release', 'close'];
const allowed = (given: Standing) => steps.filter((step) => obstacle(step, given, now) === undefined);

describe('what can be done to an incident', () => {
  it('is everything until it is closed', () => {
    expect(allowed(standing())).toEqual(steps);
    expect(allowed(standing({ status: 'contained' }))).toEqual(steps);
    expect(allowed(standing({ status: 'closed' }))).toEqual(['release']); // what was to stay contained
  });

  it('is acknowledged once, by whom it says', () => {
    const given = standing({ status: 'contained', acknowledgedBy: 'a@acme.test' });
    expect(obstacle('acknowledge', given, now)).toBe(
      'The incident is contained: a@acme.test has acknowledged it',
    );
    expect(acknowledged('open')).toBe('acknowledged');
    expect(acknowledged('contained')).toBe('contained');
  });

  it('waits while its resources are being changed, until nothing is heard of that any more', () => {
    const underWay = { what: 'containing', until: '2026-11-21T12:00:01Z' } as const;
    expect(allowed(standing({ underWay }))).toEqual(['acknowledge']);
    expect(obstacle('close', standing({ underWay }), now)).toContain('being contained now');
    const silent = { ...underWay, until: '2026-11-21T12:00:00Z' };
    expect(allowed(standing({ underWay: silent }))).toEqual(steps);
  });
});

describe('who contains by himself what guardrails want approved', () => {
  const need = { required: true, levels: [1] as const, quorum: 1 };
  const by = (owner: string) => missingApproval(need, { owner }, 'reporter@acme.test');

  it('is one person at one level, and not who has reported it', () => {
    expect(by('approver@acme.test')).toBeUndefined();
    expect(by('reporter@acme.test')).toContain('somebody else');
    expect(by('Reporter@ACME.test')).toContain('somebody else'); // however an address is spelt
    const two = { ...need, levels: [1, 2] as const };
    expect(missingApproval(two, { owner: 'b' }, 'a')).toContain('2 people');
    expect(missingApproval({ ...need, quorum: 3 }, { owner: 'b' }, 'a')).toContain('3 people');
    expect(missingApproval({ ...need, required: false }, { owner: 'a' }, 'a')).toBeUndefined();
  });
});
