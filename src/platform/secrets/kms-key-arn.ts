/** `arn:PARTITION:kms:REGION:ACCOUNT:key/mrk-…`; without its region, the same for the primary key and all replicas. */
const MULTI_REGION = /^(arn:[^:]+:kms:)[^:]+(:\d{12}:key\/mrk-[0-9a-f]+)$/;

/**
 * Whether two ARNs name one key of KMS: a key of several regions has the same id and material in each, and each of them
 * unwraps what another has wrapped (KMS developer guide, "Multi-Region keys"). All other keys are of one region.
 */
export const isSameKey = (one: string, other: string): boolean =>
  one === other || (MULTI_REGION.test(one) && anywhere(one) === anywhere(other));

const anywhere = (arn: string): string => arn.replace(MULTI_REGION, '$1*$2');
