import { bucketArn } from './world.mjs';
import { escaped, tag, xml } from './xml.mjs';

const NS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const OWNER = 'stub-canonical-id';

/** What a GET of a bucket answers by the name of its sub-resource; none is the listing of its objects. */
const parts = {
  location: ({ region }) =>
    ok(`<LocationConstraint ${NS}>${region === 'us-east-1' ? '' : region}</LocationConstraint>`),
  publicAccessBlock: ({ block }) =>
    block ? ok(blockXml(block)) : missing('NoSuchPublicAccessBlockConfiguration'),
  acl: () =>
    ok(
      `<AccessControlPolicy ${NS}>${tag('Owner', tag('ID', OWNER))}${tag(
        'AccessControlList',
        tag(
          'Grant',
          `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">${tag('ID', OWNER)}</Grantee>` +
            tag('Permission', 'FULL_CONTROL'),
        ),
      )}</AccessControlPolicy>`,
    ),
  versioning: ({ versioning }) =>
    ok(
      `<VersioningConfiguration ${NS}>${versioning ? tag('Status', versioning) : ''}</VersioningConfiguration>`,
    ),
  encryption: () =>
    ok(
      `<ServerSideEncryptionConfiguration ${NS}>${tag('Rule', tag('ApplyServerSideEncryptionByDefault', tag('SSEAlgorithm', 'AES256')))}</ServerSideEncryptionConfiguration>`,
    ),
  ownershipControls: () =>
    ok(
      `<OwnershipControls ${NS}>${tag('Rule', tag('ObjectOwnership', 'BucketOwnerEnforced'))}</OwnershipControls>`,
    ),
  logging: () => ok(`<BucketLoggingStatus ${NS}/>`),
  notification: () => ok(`<NotificationConfiguration ${NS}/>`),
  policy: () => missing('NoSuchBucketPolicy'),
  website: () => missing('NoSuchWebsiteConfiguration'),
  lifecycle: () => missing('NoSuchLifecycleConfiguration'),
  replication: () => missing('ReplicationConfigurationNotFoundError'),
  tagging: () => missing('NoSuchTagSet'),
  'object-lock': () => missing('ObjectLockConfigurationNotFoundError'),
  versions: () => ok(`<ListVersionsResult ${NS}>${tag('IsTruncated', 'false')}</ListVersionsResult>`),
};

/**
 * S3's REST protocol, and S3 Control's one call about an account (AmazonS3/latest/API). Whatever bucket is not there, or
 * is another account's, is NoSuchBucket.
 * @returns the answer to a request of this path and query
 */
export function s3Answer({ method, url, world, accountId, read }) {
  if (url.pathname.startsWith('/v20180820/configuration/publicAccessBlock'))
    return missing('NoSuchPublicAccessBlockConfiguration');
  const name = decodeURIComponent(url.pathname.split('/')[1] ?? '');
  if (name === '') return { operation: 'ListBuckets', ...list(world, accountId, url.searchParams, read) };
  const [part = 'list'] = [...Object.keys(parts)].filter((one) => url.searchParams.has(one));
  const operation = `s3:${method} ${part}`;
  read(bucketArn({ name }), false);
  const bucket = world.get(bucketArn({ name }));
  if (bucket === undefined || bucket.accountId !== accountId)
    return { operation, ...error('NoSuchBucket', 'The specified bucket does not exist', 404) };
  const answer = part === 'list' ? objects(bucket) : parts[part](bucket);
  return { operation, ...answer, headers: { ...answer.headers, 'x-amz-bucket-region': bucket.region } };
}

function list(world, accountId, query, read) {
  const prefix = query.get('prefix') ?? '';
  const most = Number(query.get('max-buckets') ?? 10_000);
  const exact = world.get(bucketArn({ name: prefix }));
  if (prefix !== '') read(bucketArn({ name: prefix }), true);
  // the name itself comes first, and is nearly always what was asked for
  const others = exact !== undefined && most === 1 ? [] : [...world.all()];
  const found = (exact !== undefined && most === 1 ? [exact] : others)
    .filter(
      (one) =>
        one.type === 'AWS::S3::Bucket' &&
        one.exists &&
        one.accountId === accountId &&
        one.name.startsWith(prefix),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, most);
  const buckets = found.map(({ name, createdAt, region }) =>
    tag('Bucket', tag('Name', name) + tag('CreationDate', createdAt) + tag('BucketRegion', region)),
  );
  return ok(
    `<ListAllMyBucketsResult ${NS}>${tag('Owner', tag('ID', OWNER))}${tag('Buckets', buckets.join(''))}</ListAllMyBucketsResult>`,
  );
}

const objects = ({ name }) =>
  ok(
    `<ListBucketResult ${NS}>${tag('Name', name)}${tag('KeyCount', 0)}${tag('IsTruncated', 'false')}</ListBucketResult>`,
  );

const blockXml = (block) =>
  `<PublicAccessBlockConfiguration ${NS}>${[
    'BlockPublicAcls',
    'IgnorePublicAcls',
    'BlockPublicPolicy',
    'RestrictPublicBuckets',
  ]
    .map((name) => tag(name, String(block[name] ?? false)))
    .join('')}</PublicAccessBlockConfiguration>`;

const ok = (body) => xml(body);

const missing = (code) => error(code, 'There is none', 404);

export const error = (code, message, status) =>
  xml(tag('Error', tag('Code', code) + tag('Message', escaped(message)) + tag('RequestId', 'stub')), status);
