import { describe, expect, it } from '@jest/globals';
import { partitionOfRegion } from '../../../shared/partition.js';
import { callerHome, entranceTo, roleHome, type Home } from './aws-account.js';

const home = { partition: 'aws', accountId: '111111111111' };
const entrance = (accountId: string, roleArn: string | null, ambient: Home | undefined, mayUseOurs = true) =>
  entranceTo({ accountId, roleArn, ambient: mayUseOurs }, ambient, 'QrieInventoryRole');

describe('the way into an account', () => {
  it('is the registered role, also in the home account, and without asking whose credentials we hold', () => {
    const roleArn = 'arn:aws-cn:iam::111111111111:role/team/Read';
    expect(entrance('111111111111', roleArn, home)).toEqual({ partition: 'aws-cn', roleArn });
    expect(entrance('111111111111', roleArn, undefined)).toEqual({ partition: 'aws-cn', roleArn });
  });

  it('is our own credentials only in their own account', () => {
    expect(entrance('111111111111', null, home)).toEqual({ partition: 'aws', roleArn: null });
  });

  it('is never our own credentials for an account that a tenant registered for itself', () => {
    expect(entrance('111111111111', null, home, false)?.roleArn).toBe(
      'arn:aws:iam::111111111111:role/QrieInventoryRole',
    );
  });

  it('is the role of the agreed name in any other account', () => {
    expect(entrance('222222222222', null, { ...home, partition: 'aws-us-gov' })).toEqual({
      partition: 'aws-us-gov',
      roleArn: 'arn:aws-us-gov:iam::222222222222:role/QrieInventoryRole',
    });
  });

  it('is not known while STS does not say whose credentials we hold', () => {
    expect(entrance('111111111111', null, undefined)).toBeUndefined();
  });
});

describe('ARNs', () => {
  it.each([
    ['arn:aws:iam::123456789012:role/Read', { partition: 'aws', accountId: '123456789012' }],
    ['arn:aws-cn:iam::123456789012:role/a/b/Re.ad', { partition: 'aws-cn', accountId: '123456789012' }],
    ['arn:aws:iam::123456789012:user/Read', undefined],
    ['arn:aws:iam::12345678901:role/Read', undefined],
    ['arn:aws:iam::123456789012:role/', undefined],
    [`arn:aws:iam::123456789012:role/${'x'.repeat(65)}`, undefined],
    ['arn:aws:iam::123456789012:role/Read\n', undefined],
  ])('of a role: %j', (arn, expected) => expect(roleHome(arn)).toEqual(expected));

  it.each(['user/a', 'root'])('of a caller: iam %s', (name) => {
    expect(callerHome(`arn:aws:iam::123456789012:${name}`)).toEqual({
      partition: 'aws',
      accountId: '123456789012',
    });
  });

  it("of a role's session", () => {
    expect(callerHome('arn:aws-cn:sts::123456789012:assumed-role/R/s')?.partition).toBe('aws-cn');
  });

  it('partitions follow from regions', () => {
    expect(['eu-west-1', 'cn-north-1', 'us-gov-west-1'].map(partitionOfRegion)).toEqual([
      'aws',
      'aws-cn',
      'aws-us-gov',
    ]);
  });
});
