import { describe, expect, it } from '@jest/globals';
import {
  EVERYTHING,
  inlinePolicy,
  managedPolicy,
  policyOf,
  READ_ONLY,
} from '../../../../../../test/support/examples/iam.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Control } from '../../control.js';
import { type IamManagedPolicy } from '../../resources/iam/managed-policy.js';
import {
  awsAttachedAdministrator,
  customerAttachedAdministrator,
  customerUnattachedAdministrator,
  inlineAdministrator,
} from './administrator-documents.js';

const decide = (control: Control, changed: Partial<IamManagedPolicy>) =>
  control.evaluate(managedPolicy(changed), context()).verdict;

describe('managed policies that allow everything', () => {
  it.each([
    ['attached customer managed', customerAttachedAdministrator, {}],
    ['unattached customer managed', customerUnattachedAdministrator, { attachmentCount: 0 }],
    ['attached AWS managed', awsAttachedAdministrator, { awsManaged: true }],
  ] satisfies [string, Control, Partial<IamManagedPolicy>][])(
    'are told apart: %s',
    (_what, control, kind) => {
      const all = { document: policyOf(READ_ONLY, EVERYTHING) };
      expect(decide(control, { ...kind, ...all })).toBe('fail');
      expect(decide(control, kind)).toBe('pass');
      expect(decide(control, { ...kind, document: denied })).toBe('no_evidence');
      const kinds = [{}, { attachmentCount: 0 }, { awsManaged: true }];
      const verdicts = kinds.map((other) => decide(control, { ...other, ...all }));
      expect(verdicts.sort()).toEqual(['fail', 'not_applicable', 'not_applicable']);
    },
  );

  it('are told by what they allow, however it is spelled', () => {
    const of = (...statements: object[]) =>
      decide(customerAttachedAdministrator, { document: policyOf(...statements) });
    expect(of({ Action: ['s3:*', '*:*'], Resource: ['*'] })).toBe('fail');
    expect(of({ Action: '*', Resource: 'arn:aws:s3:::reports/*' })).toBe('pass');
    expect(of({ Action: 's3:*', Resource: '*' })).toBe('pass');
    expect(of({ ...EVERYTHING, Effect: 'Deny' })).toBe('pass');
  });

  it('are attached, not used as a boundary', () => {
    const boundary = { attachmentCount: 0, boundaryCount: 3, document: policyOf(EVERYTHING) };
    expect(decide(customerAttachedAdministrator, boundary)).toBe('not_applicable');
  });
});

describe('iam_inline_policy_no_administrative_privileges', () => {
  it('fails an inline policy that allows everything', () => {
    const verdict = (document: ReturnType<typeof policyOf> | typeof denied) =>
      inlineAdministrator.evaluate(inlinePolicy({ document }), context()).verdict;
    expect(verdict(policyOf(READ_ONLY))).toBe('pass');
    expect(verdict(policyOf(EVERYTHING))).toBe('fail');
    expect(verdict(denied)).toBe('no_evidence');
  });
});
