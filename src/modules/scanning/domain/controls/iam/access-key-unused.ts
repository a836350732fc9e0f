import { control, pass, undecided } from '../../control.js';
import { free } from '../../prices/index.js';
import { iamAccessKey } from '../../resources/iam/access-key.js';
import { isOlderThan, wasted } from '../shared.js';

export const accessKeyUnused = control({
  id: 'iam_access_key_unused',
  on: iamAccessKey,
  severity: 'high',
  class: 'waste',
  title: 'IAM access key is unused',
  risk: 'An active key that nobody uses opens the account to whoever finds it.',
  remediation: {
    text: 'Deactivate the key, wait whether anything breaks, then delete it.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  },
  needs: ['lastUsedAt'],
  decide: (key, { now, thresholds: { unusedAccessKeyDays: days } }) => {
    const { id, userName, status, createdAt, lastUsedAt } = key;
    const evidence = { accessKeyId: id, userName, status, createdAt, lastUsedAt, thresholdDays: days };
    // one that was never used is as old as itself: it does not pass for want of a last use
    const since = lastUsedAt ?? createdAt;
    if (since === null) return undecided('AWS gave neither a creation date nor a last use', evidence);
    if (!isOlderThan(since, days, now)) return pass(evidence);
    return wasted(
      evidence,
      free(),
      status === 'Active' ? { risk: 'high' } : { risk: 'low', severity: 'low' },
    );
  },
});
