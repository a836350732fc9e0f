import { describe, expect, it } from '@jest/globals';
import { policyOf, role } from '../../../../../../test/support/examples/iam.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type IamRole } from '../../resources/iam/role.js';
import { roleConfusedDeputy } from './role-confused-deputy.js';

const trust = (Condition?: object, Principal: object = { Service: 'sns.amazonaws.com' }) => ({
  Action: 'sts:AssumeRole',
  Principal,
  ...(Condition === undefined ? {} : { Condition }),
});

const decide = (statements: object[], changed: Partial<IamRole> = {}, exceptServices: string[] = []) =>
  roleConfusedDeputy.evaluate(role({ trustPolicy: policyOf(...statements), ...changed }), {
    ...context(),
    settings: { iam_role_cross_service_confused_deputy_prevention: { parameters: { exceptServices } } },
  }).verdict;

describe('iam_role_cross_service_confused_deputy_prevention', () => {
  it.each([
    ['fail', undefined],
    ['pass', { StringEquals: { 'aws:SourceAccount': '123456789012' } }],
    ['pass', { ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:*:123456789012:*' } }],
    ['pass', { StringEquals: { 'aws:SourceOrgID': 'o-abcdefghij' } }],
    ['fail', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } }],
    ['fail', { StringLike: { 'aws:SourceAccount': '*' } }],
    ['fail', { StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' } }],
    ['fail', { StringNotEquals: { 'aws:SourceAccount': '123456789012' } }],
    ['fail', { StringEquals: { 'sts:ExternalId': '12345' } }],
  ])('%ss a service with condition %j', (verdict, condition) => {
    expect(decide([trust(condition)])).toBe(verdict);
  });

  it('looks at each statement', () => {
    const tied = trust({ StringEquals: { 'aws:SourceAccount': '123456789012' } });
    expect(decide([tied, trust(undefined, { Service: ['ec2.amazonaws.com'], AWS: '123456789012' })])).toBe(
      'fail',
    );
  });

  it('does not apply without a service, to a role that a service owns, and to services left out', () => {
    expect(decide([trust(undefined, { AWS: '123456789012' })])).toBe('not_applicable');
    expect(decide([{ ...trust(), Action: 'sts:TagSession' }])).toBe('not_applicable');
    expect(decide([trust()], { path: '/aws-service-role/sns.amazonaws.com/' })).toBe('not_applicable');
    expect(decide([trust()], {}, ['sns.amazonaws.com'])).toBe('not_applicable');
  });

  it('has no evidence without the trust policy', () => {
    expect(decide([], { trustPolicy: denied })).toBe('no_evidence');
  });
});
