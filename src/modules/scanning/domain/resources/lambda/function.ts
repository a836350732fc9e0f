import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, isoTime, tags } from '../shared.js';

const functionUrl = z.object({
  /** With the alias where the URL is one's. */
  arn: z.string(),
  url: z.string(),
  /** `AWS_IAM`, or `NONE`: Lambda itself asks nobody who he is. */
  authType: z.string(),
  allowOrigins: z.array(z.string()),
});
export type FunctionUrl = z.infer<typeof functionUrl>;

export const lambdaFunction = resourceType({
  type: 'AWS::Lambda::Function',
  service: 'lambda',
  schema: z.object({
    arn: z.string(),
    name: z.string(),
    /** `Zip`, or `Image`, which brings its own runtime. */
    packageType: z.string(),
    runtime: z.string().nullable(),
    role: z.string().nullable(),
    handler: z.string().nullable(),
    timeoutSeconds: z.number().nullable(),
    memoryMb: z.number().nullable(),
    architectures: z.array(z.string()),
    layers: z.array(z.string()),
    kmsKeyArn: z.string().nullable(),
    /** `Active`, or `PassThrough`: traced only where the caller asks for it. */
    tracing: z.string().nullable(),
    deadLetterArn: z.string().nullable(),
    vpc: z
      .object({
        id: z.string(),
        subnetIds: z.array(z.string()),
        securityGroupIds: z.array(z.string()),
      })
      .nullable(),
    modifiedAt: isoTime.nullable(),
    /** Of its subnets; none outside of a VPC. */
    availabilityZones: part(z.array(z.string())),
    /** Of the function itself; aliases and versions may have further ones. */
    policy: part(policyDocument.nullable()),
    /** Of the function and its aliases. */
    urls: part(z.array(functionUrl)),
    tags: part(tags),
  }),
  volatile: [],
  arn: (fn) => fn.arn,
  name: (fn) => fn.name,
  tags: (fn) => (isNoEvidence(fn.tags) ? {} : fn.tags),
  tagsMissing: (fn) => (isNoEvidence(fn.tags) ? fn.tags : null),
  relates: ({ role, kmsKeyArn, deadLetterArn, layers, vpc }, at) => [
    ...[role, kmsKeyArn, deadLetterArn].filter((arn) => arn !== null),
    ...layers,
    ...(vpc?.subnetIds ?? []).map((id) => ec2Arn('subnet', id, at)),
    ...(vpc?.securityGroupIds ?? []).map((id) => ec2Arn('security-group', id, at)),
  ],
});

export type LambdaFunction = z.infer<typeof lambdaFunction.schema>;
