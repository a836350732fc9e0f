import { z } from 'zod';
import { GLOBAL_REGION } from '../resource-type.js';

/** A point in time as configurations keep it: ISO 8601, UTC. */
export const isoTime = z.iso.datetime();

export const tags = z.record(z.string(), z.string());

/** A Name tag reads better than an id; most EC2 resources have one. */
export const nameTag = (resource: { id: string; tags: Record<string, string> }): string => {
  const name = resource.tags['Name']?.trim();
  return name === undefined || name === '' ? resource.id : name;
};

/** ARN of what EC2 names by an id. */
export const ec2Arn = (
  kind: string,
  id: string,
  at: { partition: string; region: string; accountId: string },
): string => `arn:${at.partition}:ec2:${at.region}:${at.accountId}:${kind}/${id}`;

/**
 * ARN of a setting of a region or, with `region` GLOBAL_REGION, of the whole account, which AWS gives none:
 * `arn:aws:ec2:eu-west-1:123456789012:ebs-encryption-by-default`.
 */
export const settingArn = (
  service: string,
  setting: string,
  at: { partition: string; region: string; accountId: string },
): string =>
  `arn:${at.partition}:${service}:${at.region === GLOBAL_REGION ? '' : at.region}:${at.accountId}:${setting}`;
