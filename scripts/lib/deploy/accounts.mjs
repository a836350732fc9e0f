import { createHash } from 'node:crypto';
import { Refused } from './options.mjs';
import { refuseMissing, refuseUnknown } from './parameters.mjs';
import { look, settle } from './stack-run.mjs';
import { readTemplate } from './template.mjs';

/** Accounts that are watched: this one by itself, or all of an organization by StackSets. */

const MEMBER = 'compliance-shepherd-member';
const FORWARDING = 'compliance-shepherd-forwarding';
const ORGANIZATION = 'compliance-shepherd-organization';

/** Roles once, and in each region a rule that sends events home. @param {object} context with `inRegion(region)` */
export async function deployMember(context, { parameters: given, eventRegions, region }) {
  const member = await look(context, MEMBER, 'member.yaml');
  const busArn = given.AccountEventsBusArn;
  const forwarding = [];
  for (const one of busArn === undefined ? eventRegions : awayFrom(busArn, context, eventRegions)) {
    const there = context.inRegion(one);
    const stack = await look(there, FORWARDING, 'forwarding.yaml');
    // not given, those that are there know their bus
    if (busArn !== undefined || stack.exists) forwarding.push([there, stack]);
  }
  const known = new Map([['member.yaml', member.parameters]]);
  const rule = forwarding[0]?.[1] ?? (await look(context, FORWARDING, 'forwarding.yaml'));
  known.set('forwarding.yaml', rule.parameters);
  refuseUnknown(given, known);
  refuseMissing([member, ...forwarding.map(([, stack]) => stack)], given);
  if (busArn === undefined && forwarding.length === 0)
    context.out.warn(
      'Without AccountEventsBusArn no events are sent home: changes are found by scans alone.',
    );

  const { outputs } = await settle(context, member, { given, outputs: {} });
  for (const [there, stack] of forwarding) {
    context.out.line(`  ${there.home.region}${there.home.region === region ? ' (the same region)' : ''}`);
    await settle(there, stack, { given, outputs: {} });
  }
  return outputs;
}

/** In its own account and region the bus has the events already: messages.yaml sees to that. */
function awayFrom(busArn, { home }, regions) {
  const [, , , region, accountId] = busArn.split(':');
  return regions.filter((one) => accountId !== home.accountId || one !== region);
}

/** StackSets read templates from S3: they lie in a bucket of this account, under the hash of what they hold. */
export async function deployOrganization(context, { parameters: given }) {
  const stack = await look(context, ORGANIZATION, 'organization.yaml');
  refuseUnknown(given, new Map([['organization.yaml', stack.parameters]]));
  const files = { MemberTemplateUrl: 'member.yaml', ForwardingTemplateUrl: 'forwarding.yaml' };
  const placeholder = Object.fromEntries(Object.keys(files).map((name) => [name, '-']));
  refuseMissing([stack], { ...placeholder, ...given });
  const bucket = `compliance-shepherd-templates-${context.home.accountId}-${context.home.region}`;
  await ensureBucket(context, bucket);
  const urls = {};
  for (const [name, file] of Object.entries(files)) urls[name] = await upload(context, bucket, file);
  return (await settle(context, stack, { given, outputs: urls })).outputs;
}

/** What closes the bucket is set each time: a run before may have ended between the two. */
async function ensureBucket(context, Bucket) {
  const { s3, home, out, mode, counts, plainHttp } = context;
  const isNew = !(await bucketExists(s3, Bucket, home.accountId));
  if (isNew) counts.created++;
  if (mode !== 'deploy') {
    if (isNew) out.done(`would create the bucket ${Bucket}`);
    return;
  }
  if (isNew) {
    // us-east-1 is the place where a bucket is made that says none (S3 API reference, CreateBucket)
    const place =
      home.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: home.region } };
    await s3.createBucket({ Bucket, ...place });
    out.done(`created the bucket ${Bucket}`);
  }
  const closed = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
  const PublicAccessBlockConfiguration = Object.fromEntries(closed.map((name) => [name, true]));
  await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration });
  if (plainHttp) return; // an emulator without TLS would be shut out by its own bucket
  await s3.putBucketPolicy({
    Bucket,
    Policy: JSON.stringify(tlsOnly(`arn:${home.partition}:s3:::${Bucket}`)),
  });
}

async function bucketExists(s3, Bucket, ExpectedBucketOwner) {
  try {
    await s3.headBucket({ Bucket, ExpectedBucketOwner });
    return true;
  } catch (error) {
    const status = error.$metadata?.httpStatusCode;
    if (status === 404) return false;
    if (status === 403) throw new Refused(`The bucket ${Bucket} is not this account's, or may not be read.`);
    throw error;
  }
}

const tlsOnly = (arn) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
});

/** The name follows from the content: the same content is the same address, and changes nothing. */
async function upload({ s3, home, mode, templates }, Bucket, file) {
  const { body } = readTemplate(templates, file);
  const Key = `${createHash('sha256').update(body).digest('hex').slice(0, 16)}/${file}`;
  if (mode === 'deploy')
    await s3.putObject({
      Bucket,
      Key,
      Body: body,
      ContentType: 'application/yaml',
      ExpectedBucketOwner: home.accountId,
    });
  const domain = home.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${Bucket}.s3.${home.region}.${domain}/${Key}`;
}
