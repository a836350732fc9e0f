import type { z } from 'zod';

/** Services that have a reader; a scan can be narrowed to some of them. */
export const services = ['ec2', 's3', 'iam'] as const;
export type Service = (typeof services)[number];

/** The region of what AWS keeps once per account. */
export const GLOBAL_REGION = 'global';

/** Where a resource was found. `region` is GLOBAL_REGION for account-wide readers. */
export interface Place {
  partition: string;
  accountId: string;
  region: string;
}

/** What a kind of AWS resource looks like; how it is read is its reader's business (scanning/aws). */
export interface ResourceType<C> {
  /** CloudFormation's name of the type, or one in its manner where CloudFormation has none. */
  type: string;
  service: Service;
  schema: z.ZodType<C>;
  /** Fields that change without anybody changing the resource; ignored when configurations are compared. */
  volatile: readonly (keyof C & string)[];
  arn: (configuration: C, place: Place) => string;
  name: (configuration: C) => string;
  tags: (configuration: C) => Record<string, string>;
  /** The resource's own region where the place of the read does not give it (buckets). */
  region?: (configuration: C) => string;
  /** ARNs of the resources this one belongs to or uses. */
  relates?: (configuration: C, place: Place) => string[];
}

export const resourceType = <S extends z.ZodType>(
  definition: Omit<ResourceType<z.infer<S>>, 'schema'> & { schema: S },
): ResourceType<z.infer<S>> => definition as ResourceType<z.infer<S>>;
