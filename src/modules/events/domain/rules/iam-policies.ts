import { alongWith, changed, created, deleted, each, kind, rules, type RuleTable } from '../rule.js';
import { attachedPolicy, group, holdersOfPolicy, inlinePolicy, managedPolicy, user } from './iam-kinds.js';

const named = group('request.groupName');
const moved = kind('AWS::IAM::Group', 'arn:{partition}:iam::{account}:group{}{}')(
  'request.newPath',
  'request.newGroupName|request.groupName',
);
const inline = inlinePolicy('group')('request.groupName', 'request.policyName');
const policy = managedPolicy('request.policyArn');

/** Managed policies with their versions, and groups (IAM/latest/APIReference). */
export const iamPolicyRules: RuleTable[] = [
  rules('iam.amazonaws.com', {
    CreatePolicy: created(managedPolicy('response.policy.arn|request.policyName')),
    DeletePolicy: deleted(policy),
    ...each(['CreatePolicyVersion', 'DeletePolicyVersion', 'SetDefaultPolicyVersion'], changed(policy)),
    ...each(['TagPolicy', 'UntagPolicy'], changed(policy)),

    CreateGroup: created(group('response.group.arn|request.groupName')),
    UpdateGroup: alongWith(changed(named), group('request.newGroupName'), moved),
    DeleteGroup: deleted(named),
    ...each(['PutGroupPolicy', 'DeleteGroupPolicy'], alongWith(changed(named), inline)),
    ...each(
      ['AttachGroupPolicy', 'DetachGroupPolicy'],
      alongWith(changed(named), attachedPolicy('request.policyArn'), holdersOfPolicy('request.policyArn')),
    ),
    // the call is on the group; the user's configuration has the groups it is in
    ...each(['AddUserToGroup', 'RemoveUserFromGroup'], alongWith(changed(named), user('request.userName'))),
  }),
];
