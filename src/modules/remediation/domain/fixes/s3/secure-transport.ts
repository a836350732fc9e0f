import { call } from '../../call.js';
import { change, fix, nothing, refuse } from '../../fix.js';
import { goneIn } from '../policy.js';
import { BUCKET, policyRead, websiteRead } from './shared.js';

const SID = 'ShepherdDenyInsecureTransport';
/** docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html */
const LIMIT_BYTES = 20 * 1024;

interface Policy {
  Version?: string;
  Statement: { Sid?: string }[] | { Sid?: string };
}

/** One statement is added to the policy that is there; the others stay as they are written. */
export const denyInsecureTransport = fix({
  controls: ['s3_bucket_secure_transport_policy'],
  type: BUCKET,
  title: 'Deny requests to the bucket without TLS',
  reads: { policy: policyRead, website: websiteRead },
  actions: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  plan: ({ target: { name, partition }, state: { policy, website } }) => {
    if (website !== null) return refuse('It serves a website, whose endpoint speaks plain HTTP alone');
    const now = JSON.parse(policy?.Policy ?? '{"Version":"2012-10-17","Statement":[]}') as Policy;
    const bucket = `arn:${partition}:s3:::${name}`;
    const denial = {
      ...{ Sid: SID, Effect: 'Deny', Principal: '*', Action: 's3:*' },
      ...{ Resource: [bucket, `${bucket}/*`] },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    const others = [now.Statement].flat().filter(({ Sid }) => Sid !== SID);
    const Policy = JSON.stringify({ ...now, Statement: [...others, denial] });
    if (policy !== null && isThere([now.Statement].flat(), denial)) return nothing('It denies them already');
    const gone = goneIn(policy?.Policy ?? '');
    if (gone.length > 0)
      return refuse(
        `Its policy names principals that were deleted (${gone.join(', ')}): take them out first`,
      );
    const bytes = new TextEncoder().encode(Policy).length;
    if (bytes > LIMIT_BYTES)
      return refuse(`Its policy would have ${bytes} bytes, and S3 takes ${LIMIT_BYTES} at most`);
    return change(
      [
        'Everybody who does not use TLS is denied everything',
        policy === null ? 'It gets a policy' : `${others.length} statements of its policy stay as they are`,
      ],
      [call('s3', 'PutBucketPolicy', { Bucket: name, Policy })],
    );
  },
  restore: ({ target: { name }, before: { policy } }) => [
    policy === null
      ? call('s3', 'DeleteBucketPolicy', { Bucket: name })
      : call('s3', 'PutBucketPolicy', { Bucket: name, Policy: policy.Policy }),
  ],
});

const isThere = (statements: readonly object[], denial: object): boolean =>
  statements.some((one) =>
    Object.entries(denial).every(
      ([field, value]) => JSON.stringify((one as Record<string, unknown>)[field]) === JSON.stringify(value),
    ),
  );
