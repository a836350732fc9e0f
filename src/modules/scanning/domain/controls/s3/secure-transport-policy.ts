import { control, fail, pass } from '../../control.js';
import { deniesInsecureTransport, minimumTlsVersion } from '../../policy/index.js';
import { s3Bucket } from '../../resources/s3/bucket.js';
import { inShort, USER_GUIDE } from './shared.js';

export const bucketSecureTransportPolicy = control({
  id: 's3_bucket_secure_transport_policy',
  on: s3Bucket,
  severity: 'medium',
  class: 'security',
  title: 'S3 bucket policy does not deny requests without TLS',
  risk: 'Objects and credentials that travel over plain HTTP can be read and changed on the way.',
  remediation: {
    text: 'Add a statement to the bucket policy that denies everybody every action without TLS.',
    steps: [
      'Deny, Principal "*", Action "s3:*", with the condition Bool aws:SecureTransport "false".',
      'Resource: both the bucket (arn:aws:s3:::NAME) and its objects (arn:aws:s3:::NAME/*).',
    ],
    url: `${USER_GUIDE}/security-best-practices.html`,
  },
  needs: ['policy'],
  decide: ({ name, policy }, { place: { partition } }) => {
    if (policy === null) return fail({ policy: null });
    const bucket = `arn:${partition}:s3:::${name}`;
    const resources = [bucket, `${bucket}/*`];
    const evidence = {
      resources,
      denies: policy.statements.filter(({ effect }) => effect === 'Deny').map(inShort),
      minimumTlsVersion: minimumTlsVersion(policy, resources),
    };
    return deniesInsecureTransport(policy, resources) ? pass(evidence) : fail(evidence);
  },
});
