import { type z } from 'zod';
import { type NoEvidence } from './part.js';

/** account: AWS keeps it once for an account; region: once for each region. */
export type Scope = 'account' | 'region';

/** The services that are read, in which scopes; a scan can be narrowed to some of them. */
export const SERVICE_SCOPES = {
  ec2: ['region'],
  s3: ['account'],
  iam: ['account'],
  rds: ['region'],
  kms: ['region'],
  cloudtrail: ['region', 'account'],
  config: ['region'],
  guardduty: ['region'],
  securityhub: ['region'],
  accessanalyzer: ['region'],
  lambda: ['region'],
  sns: ['region'],
  sqs: ['region'],
  secretsmanager: ['region'],
  ecr: ['region'],
  dynamodb: ['region'],
  logs: ['region'],
  cloudwatch: ['region'],
  efs: ['region'],
  elb: ['region'],
  acm: ['region'],
  ssm: ['region'],
} as const satisfies Record<string, readonly Scope[]>;
export type Service = keyof typeof SERVICE_SCOPES;
export const services = Object.keys(SERVICE_SCOPES) as [Service, ...Service[]];

export { GLOBAL_REGION } from '../../../shared/partition.js';

/** Where a resource was found. `region` is GLOBAL_REGION for account-wide readers. */
export interface Place {
  partition: string;
  accountId: string;
  region: string;
}

/**
 * What a kind of AWS resource looks like; how it is read is its reader's business (scanning/aws).
 * Written with methods so that types of all shapes fit into one list as `ResourceType`: hand each only
 * configurations of its own type.
 */
export interface ResourceType<C = unknown> {
  /** CloudFormation's name of the type, or one in its manner where CloudFormation has none. */
  type: string;
  service: Service;
  schema: z.ZodType<C>;
  /**
   * Fields that change without anybody changing the resource; ignored when configurations are compared.
   * `accessKeys.lastUsedAt` names a field within, in each element where `accessKeys` is a list.
   */
  volatile: readonly string[];
  arn(configuration: C, place: Place): string;
  /** What people call it: its Name tag or, without one, its id. */
  name(configuration: C): string;
  /** {} also where they could not be read: ask `tagsMissing`. */
  tags(configuration: C): Record<string, string>;
  /** Why the tags are not known, where they have a read of their own that failed. */
  tagsMissing?(configuration: C): NoEvidence | null;
  /** The resource's own region where the place of the read does not give it (buckets). */
  region?(configuration: C): string;
  /** ARNs of the resources this one belongs to or uses. */
  relates?(configuration: C, place: Place): string[];
}

type VolatilePath<C> = (keyof C & string) | `${keyof C & string}.${string}`;

/** Declares a resource type; its configuration's type follows from the schema. */
export const resourceType = <S extends z.ZodType>(
  definition: Omit<ResourceType<z.infer<S>>, 'schema' | 'volatile'> & {
    schema: S;
    volatile: readonly VolatilePath<z.infer<S>>[];
  },
): ResourceType<z.infer<S>> => definition as ResourceType<z.infer<S>>;
