import { describe, expect, it } from '@jest/globals';
import { root } from '../../../../../../test/support/examples/iam.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type IamRoot } from '../../resources/iam/root.js';
import { cloudShellFullAccess, supportRole } from './aws-policies.js';

const nobody = { users: [], groups: [], roles: [] };

describe('iam_support_role_created', () => {
  const decide = (supportAccess: IamRoot['supportAccess']) =>
    supportRole.evaluate(root({ supportAccess }), context()).verdict;

  it('wants a role that has AWSSupportAccess; a group is none', () => {
    expect(decide({ ...nobody, roles: ['support'] })).toBe('pass');
    expect(decide(nobody)).toBe('fail');
    expect(decide({ ...nobody, groups: ['support'] })).toBe('fail');
    expect(decide(null)).toBe('not_applicable');
    expect(decide(denied)).toBe('no_evidence');
  });
});

describe('iam_policy_cloudshell_admin_not_attached', () => {
  const decide = (held: IamRoot['cloudShellFullAccess']) =>
    cloudShellFullAccess.evaluate(root({ cloudShellFullAccess: held }), context()).verdict;

  it('fails whoever holds it', () => {
    expect(decide(nobody)).toBe('pass');
    expect(decide({ ...nobody, users: ['alice'] })).toBe('fail');
    expect(decide({ ...nobody, groups: ['developers'] })).toBe('fail');
    expect(decide({ ...nobody, roles: ['deploy'] })).toBe('fail');
    expect(decide(null)).toBe('not_applicable');
    expect(decide(denied)).toBe('no_evidence');
  });
});
