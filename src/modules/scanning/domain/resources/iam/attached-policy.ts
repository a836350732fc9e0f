import { z } from 'zod';
import { GLOBAL_REGION, type Place } from '../../resource-type.js';
import { settingArn } from '../shared.js';

/** Managed policies as a user, a group or a role holds them, by ARN. */
export const attachedPolicies = z.array(z.object({ name: z.string(), arn: z.string() }));
export type AttachedPolicies = z.infer<typeof attachedPolicies>;

const AWS_MANAGED = /^arn:[^:]*:iam::aws:policy\/(.+)$/;
const IN_ACCOUNT = /^(arn:[^:]*:iam::)[^:]*:aws-managed-policy\/(.+)$/;

/** `arn:aws:iam::aws:policy/…`: AWS wrote it, no account can change it. */
export const isAwsManaged = (arn: string): boolean => AWS_MANAGED.test(arn);

/** The AWS managed policy of this name (path included: `service-role/…`), and no customer's of the same name. */
export const isAwsPolicy = (arn: string, name: string): boolean => AWS_MANAGED.exec(arn)?.[1] === name;

/**
 * Under which ARN a policy stands in the inventory. Those of AWS have one ARN in all accounts, and an attachment is
 * the account's own matter: `arn:aws:iam::123456789012:aws-managed-policy/AdministratorAccess`.
 */
export function policyArnAt(arn: string, { partition, accountId }: Place): string {
  const [, name] = AWS_MANAGED.exec(arn) ?? [];
  const at = { partition, accountId, region: GLOBAL_REGION };
  return name === undefined ? arn : settingArn('iam', `aws-managed-policy/${name}`, at);
}

/** The other way round: AWS's own ARN of the policy. */
export const policyArnOf = (arn: string): string => arn.replace(IN_ACCOUNT, '$1aws:policy/$2');
