import { describe, expect, it } from '@jest/globals';
import {
  EVERYTHING,
  managedPolicy,
  policyOf,
  READ_ONLY,
} from '../../../../../../test/support/examples/iam.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Control } from '../../control.js';
import { type IamManagedPolicy } from '../../resources/iam/managed-policy.js';
import { cloudtrailFullAccess, kmsFullAccess, wildcardServices } from './full-access.js';

const decide = (control: Control, statements: object[], changed: Partial<IamManagedPolicy> = {}) =>
  control.evaluate(managedPolicy({ document: policyOf(...statements), ...changed }), context()).verdict;

describe.each([
  ['cloudtrail', cloudtrailFullAccess, 'trail'],
  ['kms', kmsFullAccess, 'key'],
])('iam_policy_no_full_access_to_%s', (service, control, kind) => {
  const all = { Action: `${service.toUpperCase()}:*`, Resource: '*' };

  it('fails all actions on all resources, by whatever pattern', () => {
    expect(decide(control, [READ_ONLY])).toBe('pass');
    expect(decide(control, [all])).toBe('fail');
    expect(decide(control, [{ ...all, Resource: `arn:aws:${service}:*:*:${kind}/*` }])).toBe('fail');
    expect(decide(control, [EVERYTHING])).toBe('fail');
    expect(decide(control, [{ NotAction: 'iam:*', Resource: '*' }])).toBe('fail');
  });

  it('passes some of the actions, and some of the resources', () => {
    expect(decide(control, [{ ...all, Action: `${service}:Get*` }])).toBe('pass');
    expect(
      decide(control, [{ ...all, Resource: `arn:aws:${service}:eu-west-1:123456789012:${kind}/1` }]),
    ).toBe('pass');
    expect(decide(control, [{ NotAction: `${service}:Delete*`, Resource: '*' }])).toBe('pass');
  });

  it('counts a Deny that takes all of it back, and no other', () => {
    expect(decide(control, [EVERYTHING, { ...all, Effect: 'Deny' }])).toBe('pass');
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
    expect(decide(control, [EVERYTHING, { ...all, Effect: 'Deny', Condition }])).toBe('fail');
    expect(
      decide(control, [EVERYTHING, { Effect: 'Deny', Action: `${service}:Delete*`, Resource: '*' }]),
    ).toBe('fail');
  });

  it('does not apply to what is not attached or is AWS’s, and has no evidence without the document', () => {
    expect(decide(control, [all], { attachmentCount: 0 })).toBe('not_applicable');
    expect(decide(control, [all], { awsManaged: true })).toBe('not_applicable');
    expect(decide(control, [all], { document: denied })).toBe('no_evidence');
  });
});

describe('iam_policy_no_wildcard_services', () => {
  it.each([
    ['fail', { Action: ['s3:GetObject', 'ec2:*'], Resource: 'arn:aws:ec2:*:*:instance/i-1' }],
    ['fail', EVERYTHING],
    ['fail', { NotAction: 'iam:*', Resource: '*' }],
    ['pass', { Action: 'ec2:Describe*', Resource: '*' }],
    ['pass', { Action: 'ec2:*', Resource: '*', Effect: 'Deny' }],
  ])('%ss %j', (verdict, statement) => {
    expect(decide(wildcardServices, [statement])).toBe(verdict);
  });

  it('does not apply to AWS’s policies, nor to what is only a boundary', () => {
    expect(decide(wildcardServices, [EVERYTHING], { awsManaged: true })).toBe('not_applicable');
    const boundary = { attachmentCount: 0, boundaryCount: 1 };
    expect(decide(wildcardServices, [EVERYTHING], boundary)).toBe('not_applicable');
    expect(decide(wildcardServices, [EVERYTHING], { attachmentCount: 0 })).toBe('fail');
  });
});
