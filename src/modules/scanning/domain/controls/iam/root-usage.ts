import { control, fail, pass, undecided } from '../../control.js';
import { iamRoot } from '../../resources/iam/root.js';
import { isOlderThan, latest } from '../shared.js';

/** The latest use counts, whatever was used. Two days, so that a daily scan sees each of them. */
export const rootUsage = control({
  id: 'iam_avoid_root_usage',
  on: iamRoot,
  severity: 'high',
  class: 'security',
  title: 'Root user was used lately',
  risk: 'Daily work as the root user cannot be limited, and hides a stranger’s use of it.',
  remediation: {
    text: 'Find out what the root user was used for and do that with a role; keep root for what only root can do.',
    steps: [
      'Look in CloudTrail for events of that time whose userIdentity.type is Root.',
      'If nobody can explain them, change the password and the MFA device at once.',
    ],
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
  },
  needs: ['lastUse'],
  parameters: { withinDays: 2 },
  decide: ({ lastUse }, { now, parameters: { withinDays } }) => {
    if (lastUse === null) return undecided('The credential report has no line of the root user');
    const at = latest([lastUse.passwordLastUsed, lastUse.accessKey1LastUsed, lastUse.accessKey2LastUsed]);
    const evidence = { ...lastUse, withinDays };
    return at !== null && !isOlderThan(at, withinDays, now) ? fail(evidence) : pass(evidence);
  },
});
