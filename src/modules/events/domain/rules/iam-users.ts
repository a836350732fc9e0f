import { alongWith, changed, created, deleted, each, kind, rules, type RuleTable } from '../rule.js';
import {
  accessKey,
  assignedMfaDevice,
  attachedPolicy,
  holdersOfPolicy,
  inlinePolicy,
  NAMED_OR_CALLER,
  root,
  user,
} from './iam-kinds.js';

const named = user('request.userName');
/** By the new path, which a call that moves a user tells. */
const moved = kind('AWS::IAM::User', 'arn:{partition}:iam::{account}:user{}{}')(
  'request.newPath',
  'request.newUserName|request.userName',
);
const inline = inlinePolicy('user')('request.userName', 'request.policyName');

/** A call about a user that means its caller where it names none: the root user's own among them. */
const ofNamedOrCaller = changed(user(NAMED_OR_CALLER), root(NAMED_OR_CALLER));
const keyInRequest = accessKey(NAMED_OR_CALLER, 'request.accessKeyId');
const keyInResponse = accessKey(NAMED_OR_CALLER, 'response.accessKey.accessKeyId');
const mfaDevice = assignedMfaDevice('request.serialNumber');

/** Users with their credentials, whose parent they are (IAM/latest/APIReference). */
export const iamUserRules: RuleTable[] = [
  rules('iam.amazonaws.com', {
    CreateUser: created(user('response.user.arn|request.userName')),
    // an old name or path is gone, a new one is there
    UpdateUser: alongWith(changed(named), user('request.newUserName'), moved),
    DeleteUser: deleted(named),
    ...each(['TagUser', 'UntagUser'], changed(named)),
    ...each(['PutUserPermissionsBoundary', 'DeleteUserPermissionsBoundary'], changed(named)),
    ...each(['PutUserPolicy', 'DeleteUserPolicy'], alongWith(changed(named), inline)),
    ...each(
      ['AttachUserPolicy', 'DetachUserPolicy'],
      alongWith(changed(named), attachedPolicy('request.policyArn'), holdersOfPolicy('request.policyArn')),
    ),
    ...each(['CreateLoginProfile', 'UpdateLoginProfile', 'DeleteLoginProfile'], ofNamedOrCaller),
    ChangePassword: changed(user('identity.arn|identity.userName'), root('identity.arn')),
    CreateAccessKey: alongWith(ofNamedOrCaller, keyInResponse),
    ...each(['UpdateAccessKey', 'DeleteAccessKey'], alongWith(ofNamedOrCaller, keyInRequest)),
    ...each(
      ['EnableMFADevice', 'DeactivateMFADevice', 'ResyncMFADevice'],
      alongWith(ofNamedOrCaller, mfaDevice),
    ),
    ...each(
      ['UploadSigningCertificate', 'UpdateSigningCertificate', 'DeleteSigningCertificate'],
      ofNamedOrCaller,
    ),
    ...each(['UploadSSHPublicKey', 'UpdateSSHPublicKey', 'DeleteSSHPublicKey'], ofNamedOrCaller),
    ...each(
      [
        'CreateServiceSpecificCredential',
        'UpdateServiceSpecificCredential',
        'ResetServiceSpecificCredential',
        'DeleteServiceSpecificCredential',
      ],
      ofNamedOrCaller,
    ),
  }),
];
