import { describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR, group, role } from '../../../../../../test/support/examples/iam.js';
import { context, denied, user } from '../../../../../../test/support/scanning-examples.js';
import {
  groupAdministratorAccess,
  roleAdministratorAccess,
  userAdministratorAccess,
} from './administrator-access.js';

/** A customer's own policy of that name, and one of AWS whose name only ends so. */
const others = [
  { name: 'AdministratorAccess', arn: 'arn:aws:iam::123456789012:policy/AdministratorAccess' },
  { name: 'AdministratorAccess-Amplify', arn: 'arn:aws:iam::aws:policy/AdministratorAccess-Amplify' },
];

describe('AdministratorAccess on users, groups and roles', () => {
  it.each([
    ['user', userAdministratorAccess, user],
    ['group', groupAdministratorAccess, group],
    ['role', roleAdministratorAccess, role],
  ] as const)('is told by its ARN, not by its name: %s', (_what, control, one) => {
    const decide = (attachedPolicies: typeof others | typeof denied) =>
      control.evaluate(one({ attachedPolicies }), context()).verdict;
    expect(decide([])).toBe('pass');
    expect(decide(others)).toBe('pass');
    expect(decide([...others, ADMINISTRATOR])).toBe('fail');
    expect(decide([{ name: 'x', arn: 'arn:aws-cn:iam::aws:policy/AdministratorAccess' }])).toBe('fail');
    expect(decide(denied)).toBe('no_evidence');
  });

  it('does not apply to a role that an AWS service owns', () => {
    const linked = role({ path: '/aws-service-role/x.amazonaws.com/', attachedPolicies: [ADMINISTRATOR] });
    expect(roleAdministratorAccess.evaluate(linked, context()).verdict).toBe('not_applicable');
  });
});
