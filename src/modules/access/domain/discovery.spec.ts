import { describe, expect, it } from '@jest/globals';
import { leftOf, organizationIn, outcomeOf } from './discovery.js';

describe('what becomes of an account of the organization', () => {
  const active = { state: 'ACTIVE' };

  it('is added when nobody has it, and stays with who has it', () => {
    expect(outcomeOf(active, undefined, 'acme')).toBe('added');
    expect(outcomeOf(active, 'acme', 'acme')).toBe('registered');
    expect(outcomeOf(active, 'globex', 'acme')).toBe('other_tenant');
  });

  it('is never added unless it is active, whatever the state is called', () => {
    for (const state of ['SUSPENDED', 'PENDING_CLOSURE', 'PENDING_ACTIVATION', 'CLOSED', 'UNKNOWN', ''])
      for (const owner of [undefined, 'acme']) expect(outcomeOf({ state }, owner, 'acme')).toBe('not_active');
    expect(outcomeOf({ state: 'SUSPENDED' }, 'globex', 'acme')).toBe('other_tenant');
  });

  it('has left when it was there, is not any more, and is registered', () => {
    const [one, two, three] = ['1', '2', '3'].map((accountId) => ({ accountId }));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three');
    expect(leftOf([one, two, three], [one], new Set(['1', '2']))).toEqual([two]);
    expect(leftOf([], [one], new Set(['1', '2']))).toEqual([]);
  });
});

describe('the ARN of an account in an organization', () => {
  it('says the partition and the organization', () => {
    expect(
      organizationIn('arn:aws-us-gov:organizations::111111111111:account/o-a1b2c3d4e5/222222222222'),
    ).toEqual({
      partition: 'aws-us-gov',
      organizationId: 'o-a1b2c3d4e5',
    });
    expect(organizationIn('arn:aws:iam::111111111111:root')).toBeUndefined();
    expect(organizationIn(undefined)).toBeUndefined();
  });
});
