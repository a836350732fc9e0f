import { randomUUID } from 'node:crypto';
import { bucketArn, groupArn } from './world.mjs';

/**
 * CloudTrail records of what changes a security group or a bucket, in the shape that CloudTrail writes, as EventBridge
 * puts them on a queue.
 */

/** Whole seconds, as CloudTrail tells the time. */
export const cloudTrailTime = (ms) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');

const openRule = { ipProtocol: 'tcp', fromPort: 22, toPort: 22 };

/** One change of a resource: what the record says of it. `resources`: as CloudTrail names them, where it does. */
export const changes = {
  createGroup: ({ accountId, id }) => ({
    ...ec2('CreateSecurityGroup', { groupName: `web-${id.slice(-6)}`, vpcId: `vpc-${accountId}` }),
    responseElements: { _return: true, groupId: id },
  }),
  deleteGroup: ({ id }) => ({
    ...ec2('DeleteSecurityGroup', { groupId: id }),
    responseElements: { _return: true },
  }),
  openPort: ({ accountId, id }) => ({
    ...ec2('AuthorizeSecurityGroupIngress', { groupId: id, ipPermissions: rules() }),
    responseElements: {
      _return: true,
      securityGroupRuleSet: {
        items: [
          {
            ...{ groupOwnerId: accountId, groupId: id, securityGroupRuleId: `sgr-${id.slice(3)}` },
            ...{ ...openRule, isEgress: false, cidrIpv4: '0.0.0.0/0' },
          },
        ],
      },
    },
  }),
  closePort: ({ id }) => ({
    ...ec2('RevokeSecurityGroupIngress', { groupId: id, ipPermissions: rules() }),
    responseElements: { _return: true },
  }),
  /** Several at once: `others` beside the resource itself. */
  tagGroups: ({ id }, { others = [], tags }) => ({
    ...ec2('CreateTags', {
      resourcesSet: { items: [id, ...others.map((other) => other.id)].map((resourceId) => ({ resourceId })) },
      tagSet: { items: Object.entries(tags).map(([key, value]) => ({ key, value })) },
    }),
    responseElements: { _return: true },
  }),
  createBucket: ({ name, region }) => ({
    ...s3('CreateBucket', name, { CreateBucketConfiguration: { LocationConstraint: region } }),
    resources: [],
  }),
  deleteBucket: (bucket) => ({ ...s3('DeleteBucket', bucket.name), resources: recorded(bucket) }),
  blockPublic: (bucket, { block }) => ({
    ...s3('PutBucketPublicAccessBlock', bucket.name, { PublicAccessBlockConfiguration: block }),
    resources: recorded(bucket),
  }),
  unblockPublic: (bucket) => ({
    ...s3('DeleteBucketPublicAccessBlock', bucket.name),
    resources: recorded(bucket),
  }),
  versionBucket: (bucket, { status }) => ({
    ...s3('PutBucketVersioning', bucket.name, { VersioningConfiguration: { Status: status } }),
    resources: recorded(bucket),
  }),
};

/**
 * The record of a change.
 * @param {keyof typeof changes} what
 * @param {number} at milliseconds
 */
export function recordOf(what, resource, { at, eventId = randomUUID(), ...details }) {
  const { accountId, region } = resource;
  const said = changes[what](resource, details);
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROASTUBSTUBSTUBSTUB1:alice',
      arn: `arn:aws:sts::${accountId}:assumed-role/Admin/alice`,
      accountId,
      accessKeyId: 'ASIASTUBSTUBSTUBSTUB',
      sessionContext: {
        sessionIssuer: {
          ...{ type: 'Role', principalId: 'AROASTUBSTUBSTUBSTUB1', accountId, userName: 'Admin' },
          arn: `arn:aws:iam::${accountId}:role/Admin`,
        },
        attributes: { creationDate: cloudTrailTime(at - 600_000), mfaAuthenticated: 'false' },
      },
    },
    eventTime: cloudTrailTime(at),
    awsRegion: region,
    sourceIPAddress: '203.0.113.7',
    userAgent:
      'aws-cli/2.17.0 md/awscrt#0.21.2 ua/2.0 os/linux#6.1 md/arch#x86_64 lang/python#3.12 cfg/retry-mode#standard',
    ...said,
    requestID: randomUUID(),
    eventID: eventId,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
    tlsDetails: {
      ...{ tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' },
      clientProvidedHostHeader: `${said.eventSource.split('.')[0]}.${region}.amazonaws.com`,
    },
  };
}

/** As EventBridge delivers a record (eventbridge/latest/userguide/eb-service-event-cloudtrail.html). */
export const wrapped = (record) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'AWS API Call via CloudTrail',
  source: `aws.${record.eventSource.split('.')[0]}`,
  account: record.recipientAccountId,
  time: record.eventTime,
  region: record.awsRegion,
  resources: [],
  detail: record,
});

export const blocked = {
  ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
  ...{ BlockPublicPolicy: true, RestrictPublicBuckets: true },
};

/** A security group of the stub's world. */
export const group = (accountId, region, number, state = {}) => {
  const id = `sg-${number.toString(16).padStart(17, '0')}`;
  const it = { type: 'AWS::EC2::SecurityGroup', accountId, region, id, exists: true, open: false };
  return { ...it, ...state, arn: groupArn(it) };
};

/** A bucket of the stub's world. */
export const bucket = (accountId, region, name, state = {}) => {
  const it = { type: 'AWS::S3::Bucket', accountId, region, name, exists: true };
  const made = { createdAt: '2025-01-02T03:04:05.000Z', versioning: null, block: blocked };
  return { ...it, ...made, ...state, arn: bucketArn({ name }) };
};

const ec2 = (eventName, requestParameters) => ({
  ...{ eventSource: 'ec2.amazonaws.com', eventName, requestParameters },
});

const s3 = (eventName, bucketName, more = {}) => ({
  ...{ eventSource: 's3.amazonaws.com', eventName },
  requestParameters: { bucketName, Host: `${bucketName}.s3.amazonaws.com`, ...more },
  responseElements: null,
});

const recorded = ({ accountId, name }) => [{ accountId, type: 'AWS::S3::Bucket', ARN: bucketArn({ name }) }];

const rules = () => ({
  items: [
    {
      ...{ ...openRule, groups: {}, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
      ...{ ipv6Ranges: {}, prefixListIds: {} },
    },
  ],
});
