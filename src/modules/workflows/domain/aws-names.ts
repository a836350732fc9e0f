import { createHash } from 'node:crypto';

/** StartExecution: 80 characters at most. */
const LONGEST = 80;
const HASH_DIGITS = 16;

/**
 * The name of an execution on Step Functions, where tenants share a state machine: the tenant's id before the name.
 * A tenant's id has no `_`, so that no two pairs share a name. CloudWatch logging asks for letters, digits, `-` and `_`
 * alone (StartExecution, API reference): what is changed or cut for that, a hash keeps apart. The same for the same.
 */
export function awsExecutionName(tenantId: string, name: string): string {
  const whole = `${tenantId}_${name}`;
  const plain = whole.replace(/[^A-Za-z0-9_-]/g, '-');
  if (plain === whole && whole.length <= LONGEST) return whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, HASH_DIGITS);
  return `${plain.slice(0, LONGEST - HASH_DIGITS - 1)}-${hash}`;
}

/** The ARN that an execution of a state machine (or of a version or an alias of it) will have. */
export function awsExecutionArn(stateMachineArn: string, name: string): string {
  const [arn, partition, service, region, account, , stateMachine] = stateMachineArn.split(':');
  return [arn, partition, service, region, account, 'execution', stateMachine, name].join(':');
}

/** A token opens an execution to whoever holds it: what is kept of it is a hash. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
