import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { accessKeys } from './access-key.js';

/** Keys that a console user was given and has never used; which those are is for the control to say. */
export const deactivateInitialKeys = fix({
  controls: ['iam_user_no_setup_initial_access_key'],
  type: 'AWS::IAM::User',
  title: 'Deactivate access keys that were never used',
  reads: {
    keys: read('iam', 'ListAccessKeys', accessKeys, ({ name }) => ({ UserName: name })),
  },
  actions: ['iam:UpdateAccessKey'],
  plan: ({ target: { name }, state: { keys }, evidence }) => {
    const told = evidence['neverUsed'];
    const neverUsed = new Set(Array.isArray(told) ? told : []);
    const active = keys.AccessKeyMetadata.filter(({ Status }) => Status === 'Active');
    const unused = active.filter(({ AccessKeyId }) => neverUsed.has(AccessKeyId));
    if (unused.length > 0) {
      return change(
        unused.map(({ AccessKeyId }) => `${AccessKeyId}, which was never used, will be Inactive`),
        unused.map(({ AccessKeyId }) => update(name, AccessKeyId, 'Inactive')),
      );
    }
    return neverUsed.size > 0 && active.length > 0
      ? refuse('The user’s keys are other ones than those of the finding: look at it again')
      : nothing('No key of the user is both active and unused');
  },
  restore: ({ target: { name }, before: { keys } }) =>
    keys.AccessKeyMetadata.filter(({ Status }) => Status === 'Active').map(({ AccessKeyId }) =>
      update(name, AccessKeyId, 'Active'),
    ),
});

const update = (UserName: string, AccessKeyId: string, Status: string) =>
  call('iam', 'UpdateAccessKey', { UserName, AccessKeyId, Status });
