import { type Condition } from './document.js';

/** An operator taken apart: `ForAnyValue:StringLikeIfExists`, in lower case. */
interface Operator {
  set: 'any' | 'all' | null;
  name: string;
  ifExists: boolean;
}

export function operatorOf({ operator }: Condition): Operator {
  const lower = operator.toLowerCase();
  const [first = '', second] = lower.split(':');
  const name = second ?? first;
  return {
    set: second === undefined ? null : first === 'foranyvalue' ? 'any' : 'all',
    name: name.replace(/ifexists$/, ''),
    ifExists: name.endsWith('ifexists'),
  };
}

/** Condition keys have no case. */
export const isOn = ({ key }: Condition, name: string): boolean => key.toLowerCase() === name.toLowerCase();

/** True only of requests in which the key has one of the values: a missing key never satisfies it. */
export function requiresKey(condition: Condition): boolean {
  const { set, name, ifExists } = operatorOf(condition);
  return set !== 'all' && !ifExists && POSITIVE.has(name);
}

/** In a Deny: denies every request in which the key is missing or has none of the values. */
export function exceptsKey(condition: Condition): boolean {
  const { set, name } = operatorOf(condition);
  // a negated operator holds where the key is missing, with IfExists or without, but not as ForAnyValue
  return set !== 'any' && NEGATED.has(name);
}

const POSITIVE = new Set([
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
  'ipaddress',
  'bool',
]);
const NEGATED = new Set([
  'stringnotequals',
  'stringnotequalsignorecase',
  'stringnotlike',
  'arnnotequals',
  'arnnotlike',
  'notipaddress',
]);

/** Leaves AWS's own services out of a Deny, and nobody else. */
export const exemptsServices = (condition: Condition): boolean =>
  operatorOf(condition).name === 'bool' &&
  (isOn(condition, 'aws:PrincipalIsAWSService') || isOn(condition, 'aws:ViaAWSService')) &&
  condition.values.every((value) => value.toLowerCase() === 'false');

/**
 * Keys that tie a request to somebody, from "The meaning of public" (AmazonS3/latest/userguide/
 * access-control-block-public-access.html), with the newer global keys of the same kind
 * (IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */
const KEYS = new Set(
  [
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalOrgID',
    'aws:PrincipalOrgPaths',
    'aws:PrincipalServiceName',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceIp',
    'aws:SourceOrgID',
    'aws:SourceOrgPaths',
    'aws:SourceOwner',
    'aws:SourceVpc',
    'aws:SourceVpce',
    'aws:userid',
    'aws:VpceAccount',
    'aws:VpceOrgID',
    'aws:VpceOrgPaths',
    'kms:CallerAccount',
    's3:DataAccessPointAccount',
    's3:DataAccessPointArn',
    's3:x-amz-server-side-encryption-aws-kms-key-id',
  ].map((key) => key.toLowerCase()),
);

export interface Fixing {
  /**
   * `whole`: an ARN with a wildcard anywhere fixes nobody, as S3 has it; `account`: it does where its account
   * number stands in full (`arn:aws:events:*:123456789012:rule/*`), as IAM Access Analyzer has it. Default `account`.
   */
  arns?: 'whole' | 'account';
  /** Further keys that tie a request to somebody at this service. */
  keys?: readonly string[];
}

/** Whether all values of the condition name somebody in particular. */
export function isFixed(condition: Condition, { arns = 'account', keys = [] }: Fixing = {}): boolean {
  const { values } = condition;
  if (values.length === 0) return false;
  if (keys.some((key) => isOn(condition, key))) {
    const yes = operatorOf(condition).name === 'bool';
    return values.every((value) => (yes ? value.toLowerCase() === 'true' : isLiteral(value)));
  }
  const key = condition.key.toLowerCase();
  if (!KEYS.has(key)) return false;
  if (key === 'aws:sourceip') return values.every(isNarrow);
  if (key.endsWith('orgpaths')) return values.every((value) => /^o-[a-z0-9]+\//.test(value));
  const account = arns === 'account' || key === 's3:dataaccesspointarn';
  return values.every((value) => isLiteral(value) || (account && isOfOneAccount(value)));
}

/** Neither a wildcard nor a policy variable. */
const isLiteral = (value: string): boolean => value !== '' && !/[*?]|\$\{/.test(value);

const isOfOneAccount = (value: string): boolean => /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/.test(value);

/** S3 takes ranges wider than /8 (IPv4) and /32 (IPv6) for the whole Internet. */
function isNarrow(cidr: string): boolean {
  const [address = '', prefix] = cidr.split('/');
  if (!/^[0-9a-f.:]+$/i.test(address) || (prefix !== undefined && !/^\d+$/.test(prefix))) return false;
  return prefix === undefined || Number(prefix) >= (address.includes(':') ? 32 : 8);
}
