import { control, fail, pass, undecided } from '../../control.js';
import { secret } from '../../resources/secretsmanager/secret.js';
import { isOlderThan, latest } from '../shared.js';

export const unused = control({
  id: 'secretsmanager_secret_unused',
  on: secret,
  severity: 'medium',
  class: 'security',
  title: 'Secret was not read for long',
  risk: 'A secret that nobody needs may still open a door, and nobody would miss it if it were stolen.',
  remediation: {
    text: 'Find out what it was for, take back what it gives access to, then delete it with a recovery window.',
    steps: ['secretsmanager DeleteSecret with RecoveryWindowInDays'],
    url: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html',
  },
  needs: [],
  parameters: { maxUnusedDays: 90 },
  decide: ({ createdAt, lastAccessedAt }, { now, parameters: { maxUnusedDays } }) => {
    const evidence = { createdAt, lastAccessedAt, thresholdDays: maxUnusedDays };
    // one that was never read is as old as itself
    const since = latest([lastAccessedAt, createdAt]);
    if (since === null) return undecided('AWS gave no date', evidence);
    return isOlderThan(since, maxUnusedDays, now) ? fail(evidence) : pass(evidence);
  },
});
