import { control, fail, pass } from '../../control.js';
import { iamUser } from '../../resources/iam/user.js';

export const policiesOnUsers = control({
  id: 'iam_policy_attached_only_to_group_or_roles',
  on: iamUser,
  severity: 'low',
  class: 'security',
  title: 'IAM user holds policies of its own',
  risk: 'Rights that are given person by person are seldom looked over and outlive the reason for them.',
  remediation: {
    text: 'Give the rights to a group or a role, and detach or delete the user’s own policies.',
    steps: [
      'Put the user into a group that has the policies.',
      'Detach the managed policies from the user and delete its inline policies.',
    ],
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html',
  },
  needs: ['attachedPolicies', 'inlinePolicies'],
  decide: ({ attachedPolicies, inlinePolicies }) => {
    const attached = attachedPolicies.map(({ arn }) => arn);
    const evidence = { attached, inline: inlinePolicies };
    return attached.length + inlinePolicies.length > 0 ? fail(evidence) : pass(evidence);
  },
});
