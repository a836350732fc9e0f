import { expect, it } from '@jest/globals';
import { verify, type Check } from './verification.js';

const check = (action: string, status: Check['status'] = 'allowed'): Check => ({
  service: action.split(':')[0] ?? '',
  action,
  status,
});
const entry = [check('sts:AssumeRole'), check('sts:GetCallerIdentity')];
const status = (...checks: Check[]) => verify('123456789012', null, checks).status;

it('is verified when everything is allowed', () => {
  expect(status(...entry, check('iam:ListUsers'), check('ec2:DescribeVolumes'))).toBe('verified');
});

it.each(['denied', 'throttled', 'unsupported', 'failed'] as const)(
  'is partly so when one read is %s',
  (word) => {
    expect(status(...entry, check('iam:ListUsers', word), check('ec2:DescribeVolumes'))).toBe('partly');
  },
);

it('failed when we did not get in, or not into that account', () => {
  expect(status(check('sts:AssumeRole', 'denied'))).toBe('failed');
  expect(status(...entry, check('sts:GetCallerIdentity', 'failed'), check('iam:ListUsers'))).toBe('failed');
});

it('failed when nothing can be read', () => {
  expect(status(...entry, check('iam:ListUsers', 'denied'))).toBe('failed');
  expect(status(...entry)).toBe('failed');
});
