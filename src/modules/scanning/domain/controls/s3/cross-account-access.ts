import { control, fail, pass, withoutPart } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { foreignPrincipals, touchesAction } from '../../policy/index.js';
import { s3Bucket } from '../../resources/s3/bucket.js';
import { USER_GUIDE } from './shared.js';

/** What Security Hub's S3.6 names: with any of these, an outsider takes the bucket over. */
const ACTIONS = [
  's3:DeleteBucketPolicy',
  's3:PutBucketAcl',
  's3:PutBucketPolicy',
  's3:PutEncryptionConfiguration',
  's3:PutObjectAcl',
];

export const bucketCrossAccountAccess = control({
  id: 's3_bucket_cross_account_access',
  on: s3Bucket,
  severity: 'high',
  class: 'security',
  title: 'S3 bucket policy lets other accounts change who has access',
  risk: 'Whoever gets into the other account can open the bucket, lock its owner out or switch encryption off.',
  remediation: {
    text: 'Take the actions that change permissions and encryption out of what other accounts are allowed.',
    steps: ['Allow other accounts the reads and writes of objects that they need, and nothing with s3:*.'],
    url: `${USER_GUIDE}/example-bucket-policies.html`,
  },
  needs: ['policy'],
  weighs: ['acl'],
  parameters: { actions: ACTIONS, trustedAccounts: [] as readonly string[] },
  decide: ({ policy, acl }, { place: { accountId }, parameters: { actions, trustedAccounts } }) => {
    if (policy === null) return pass({ policy: null });
    const found = foreignPrincipals(policy, accountId, isNoEvidence(acl) ? null : acl.ownerId)
      .filter((one) => one.accountId === null || !trustedAccounts.includes(one.accountId))
      .map(({ statement, principal, accountId: account }) => ({
        sid: statement.sid,
        principal: principal.id,
        accountId: account,
        actions: actions.filter((action) => touchesAction(statement, action)),
      }))
      .filter((one) => one.actions.length > 0);
    if (found.length === 0) return pass({ sensitiveActions: actions });
    // a canonical user id may be the owner's own
    if (isNoEvidence(acl) && found.every((one) => one.accountId === null)) return withoutPart('acl', acl);
    return fail({ allowed: found });
  },
});
