import { alongWith, changed, created, deleted, each, firstOf, kind, rules, type RuleTable } from '../rule.js';
import { attachedPolicy, holdersOfPolicy, inlinePolicy, instanceProfile, role } from './iam-kinds.js';

const named = role('request.roleName');
const inline = inlinePolicy('role')('request.roleName', 'request.policyName');

const TASK = /^task\/(aws-service-role\/.+)\/[^/]+$/;

/** The id of the task that deletes a service-linked role has the role's path: `task/aws-service-role/SERVICE/NAME/UUID`. */
const inTask = kind('AWS::IAM::Role', 'arn:{partition}:iam::{account}:role/{}', {
  id: (value) => TASK.exec(value)?.[1],
})('response.deletionTaskId');

const profile = instanceProfile('response.instanceProfile.arn|request.instanceProfileName');

/** Roles with their policies, and instance profiles (IAM/latest/APIReference). */
export const iamRoleRules: RuleTable[] = [
  rules('iam.amazonaws.com', {
    CreateRole: created(role('response.role.arn|request.roleName')),
    CreateServiceLinkedRole: created(role('response.role.arn')),
    DeleteRole: deleted(named),
    // AWS deletes it a moment later, unless a resource still uses it: describing tells
    DeleteServiceLinkedRole: deleted(firstOf(inTask, named)),
    ...each(['UpdateRole', 'UpdateRoleDescription', 'UpdateAssumeRolePolicy'], changed(named)),
    ...each(['TagRole', 'UntagRole'], changed(named)),
    ...each(['PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary'], changed(named)),
    ...each(['PutRolePolicy', 'DeleteRolePolicy'], alongWith(changed(named), inline)),
    ...each(
      ['AttachRolePolicy', 'DetachRolePolicy'],
      alongWith(changed(named), attachedPolicy('request.policyArn'), holdersOfPolicy('request.policyArn')),
    ),
    CreateInstanceProfile: created(profile),
    DeleteInstanceProfile: deleted(profile),
    ...each(
      [
        'AddRoleToInstanceProfile',
        'RemoveRoleFromInstanceProfile',
        'TagInstanceProfile',
        'UntagInstanceProfile',
      ],
      changed(profile),
    ),
  }),
];
