import { URLSearchParams } from 'node:url';

/** Signing names that differ from the service's own. */
const SERVICE_OF = { monitoring: 'cloudwatch' };

/** S3 sub-resources whose operation is not called `<Verb>Bucket<Name>`. */
const S3_BUCKET = {
  'list-type': 'ListObjectsV2',
  versions: 'ListObjectVersions',
  uploads: 'ListMultipartUploads',
  publicAccessBlock: 'PublicAccessBlock',
  'object-lock': 'ObjectLockConfiguration',
  lifecycle: 'BucketLifecycleConfiguration',
  notification: 'BucketNotificationConfiguration',
  accelerate: 'BucketAccelerateConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  requestPayment: 'BucketRequestPayment',
  policyStatus: 'BucketPolicyStatus',
};
const S3_PLAIN = [
  'location',
  'tagging',
  'encryption',
  'versioning',
  'policy',
  'acl',
  'logging',
  'cors',
  'website',
  'replication',
];

/**
 * What an AWS request asks for: service and region from SigV4's credential scope (…/20261121/eu-west-1/ec2/aws4_request,
 * in the header or in a presigned URL), the action from where the service's protocol puts it. null: not signed.
 */
export function parseAwsRequest(request, body) {
  const url = new URL(request.url, 'http://localhost');
  const credential =
    /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1] ??
    url.searchParams.get('X-Amz-Credential');
  const [accessKeyId, , region, signingName] = credential?.split('/') ?? [];
  if (signingName === undefined) return null;
  const { protocol, action } = protocolOf(request, url, body, signingName);
  return {
    service: SERVICE_OF[signingName] ?? signingName,
    signingName,
    region,
    accessKeyId,
    protocol,
    action,
    method: request.method,
    path: url.pathname,
  };
}

function protocolOf(request, url, body, signingName) {
  const type = request.headers['content-type'] ?? '';
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return { protocol: 'json', action: target.split('.').at(-1) };
  const cbor = /\/service\/[^/]+\/operation\/([^/]+)/.exec(url.pathname);
  if (cbor !== null) return { protocol: 'cbor', action: cbor[1] };
  if (signingName === 's3') return { protocol: 's3', action: s3Action(request.method, url) };
  const query = type.startsWith('application/x-www-form-urlencoded')
    ? new URLSearchParams(body.toString('utf8'))
    : url.searchParams;
  const action = query.get('Action');
  if (action !== null) return { protocol: signingName === 'ec2' ? 'ec2' : 'query', action };
  return { protocol: 'rest', action: `${request.method} ${url.pathname}` };
}

/** The operation as the SDK calls it where it can be told, else method and path. */
function s3Action(method, url) {
  const named = url.searchParams.get('x-id');
  if (named !== null) return named;
  const verb = { GET: 'Get', PUT: 'Put', DELETE: 'Delete' }[method];
  const inBucket = /^\/[^/]+\/?$/.test(url.pathname);
  if (method === 'HEAD') return inBucket ? 'HeadBucket' : 'HeadObject';
  for (const [key, name] of Object.entries(S3_BUCKET)) {
    if (inBucket && url.searchParams.has(key)) return name.startsWith('List') ? name : `${verb}${name}`;
  }
  for (const key of S3_PLAIN) {
    if (url.searchParams.has(key))
      return `${verb}${inBucket ? 'Bucket' : 'Object'}${key[0].toUpperCase()}${key.slice(1)}`;
  }
  if (url.pathname === '/') return 'ListBuckets';
  if (inBucket)
    return (
      { PUT: 'CreateBucket', DELETE: 'DeleteBucket', GET: 'ListObjects' }[method] ??
      `${method} ${url.pathname}`
    );
  return verb === undefined ? `${method} ${url.pathname}` : `${verb}Object`;
}
