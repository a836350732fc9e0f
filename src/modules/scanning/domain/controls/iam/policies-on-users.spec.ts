import { describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR } from '../../../../../../test/support/examples/iam.js';
import { context, denied, user } from '../../../../../../test/support/scanning-examples.js';
import { type IamUser } from '../../resources/iam/user.js';
import { policiesOnUsers } from './policies-on-users.js';

const decide = (changed: Partial<IamUser>) => policiesOnUsers.evaluate(user(changed), context()).verdict;

describe('iam_policy_attached_only_to_group_or_roles', () => {
  it('fails a user with a policy of its own, attached or inline', () => {
    expect(decide({ groups: ['developers'] })).toBe('pass');
    expect(decide({ attachedPolicies: [ADMINISTRATOR] })).toBe('fail');
    expect(decide({ inlinePolicies: ['own'] })).toBe('fail');
  });

  it('does not take a permissions boundary for a policy', () => {
    expect(decide({ permissionsBoundaryArn: ADMINISTRATOR.arn })).toBe('pass');
  });

  it('has no evidence where one kind could not be listed', () => {
    expect(decide({ inlinePolicies: denied })).toBe('no_evidence');
  });
});
