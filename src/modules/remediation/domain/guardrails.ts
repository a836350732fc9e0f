import { hoursRefusal, type Hours } from './hours.js';
import { GLOBAL_REGION } from '../../../shared/partition.js';

/** Stands for all accounts of the tenant. */
export const ALL_ACCOUNTS = '*';
/** What nobody has set. */
const BY_DEFAULT = 'default';

/** A tag that takes a resource out; without a value, whatever its value is. */
export interface ExemptTag {
  key: string;
  value?: string | undefined;
}

export interface Approval {
  /** Also where who starts it asks for none. */
  always: boolean;
  /** 1: approvers; 2: then admins too. */
  levels: 1 | 2;
  /** How many different people at each level. */
  quorum: number;
}

/** What may be changed in an account. */
export interface Limits {
  enabled: boolean;
  /** null: all */
  allowedFixes: readonly string[] | null;
  /** null: all. What lies in no region is never kept out by it: allowedFixes does that. */
  regions: readonly string[] | null;
  /** null: at any time */
  hours: readonly Hours[] | null;
  exemptTags: readonly ExemptTag[];
  /** That are begun in an account within any 60 minutes. */
  maxChangesPerHour: number;
  maxResourcesPerRemediation: number;
  approval: Approval;
  /** By fix id, as they were given. */
  fixSettings: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What somebody has set for an account, or for all of them. */
export type GuardrailSettings = {
  [F in keyof Limits]?: (F extends 'approval' ? Settable<Approval> : Limits[F]) | undefined;
};
type Settable<T> = { [F in keyof T]?: T[F] | undefined };

/** What holds for one account. */
export interface Policy extends Limits {
  accountId: string;
  /** Whose each field is: the account's id, `*` (set for all accounts) or `default`. */
  origins: Readonly<Record<keyof Limits, string>>;
  /** Those of the tenant's settings: they count beside `exemptTags`. */
  tenantExemptTags: readonly ExemptTag[];
}

export const defaultLimits: Limits = {
  enabled: false,
  allowedFixes: null,
  regions: null,
  hours: null,
  exemptTags: [],
  maxChangesPerHour: 20,
  maxResourcesPerRemediation: 25,
  approval: { always: true, levels: 1, quorum: 1 },
  fixSettings: {},
};
const fields = Object.keys(defaultLimits) as (keyof Limits)[];

/**
 * What holds for an account: each field as its own guardrails have it, else those of all accounts, else by default.
 * So are the fields of `approval`, and the fixes of `fixSettings`.
 */
export function policyOf(
  accountId: string,
  own: GuardrailSettings,
  ofAll: GuardrailSettings,
  tenantExemptTags: readonly ExemptTag[] = [],
): Policy {
  const whose = (field: keyof Limits) => {
    if (own[field] !== undefined) return accountId;
    return ofAll[field] === undefined ? BY_DEFAULT : ALL_ACCOUNTS;
  };
  return {
    ...{ ...defaultLimits, ...given(ofAll), ...given(own) },
    approval: { ...defaultLimits.approval, ...given(ofAll.approval ?? {}), ...given(own.approval ?? {}) },
    fixSettings: { ...ofAll.fixSettings, ...own.fixSettings },
    ...{ accountId, tenantExemptTags },
    origins: Object.fromEntries(fields.map((field) => [field, whose(field)])) as Policy['origins'],
  };
}

/** Without what is not set. */
const given = <T extends object>(settings: T) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [F in keyof T]: Exclude<T[F], undefined>;
  };

/** One change that is to be made. */
export interface Attempted {
  accountId: string;
  region: string;
  fixId: string;
  tags: Readonly<Record<string, string>>;
  now: Date;
}

/** Why guardrails do not let it be made, naming the rule and whose it is; undefined: they let it. */
export function refusal(
  policy: Policy,
  { accountId, region, fixId, tags, now }: Attempted,
): string | undefined {
  const says = (field: keyof Limits, what: string) =>
    `${what} (guardrail ${field}, ${whoseWords(policy.origins[field])})`;
  if (!policy.enabled) return says('enabled', `Changes are not allowed in the account ${accountId}`);
  if (policy.allowedFixes?.includes(fixId) === false)
    return says('allowedFixes', `The fix ${fixId} is not among those that are allowed`);
  if (region !== GLOBAL_REGION && policy.regions?.includes(region) === false)
    return says('regions', `Changes are not allowed in ${region}`);
  const exempt = exemptBy(tags, policy);
  if (exempt !== undefined) return `The resource is exempt by its tag ${exempt}`;
  const outside = policy.hours === null ? undefined : hoursRefusal(policy.hours, now);
  return outside === undefined ? undefined : says('hours', `Not at this time: ${outside}`);
}

/** The tag by which a resource is exempt, in words; undefined: it is not. */
function exemptBy(tags: Readonly<Record<string, string>>, policy: Policy): string | undefined {
  const matching = (exempt: readonly ExemptTag[]) =>
    exempt.find(({ key, value }) => {
      const actual = Object.hasOwn(tags, key) ? tags[key] : undefined;
      return actual !== undefined && (value === undefined || value === actual);
    });
  const ours = matching(policy.exemptTags);
  const { key } = ours ?? matching(policy.tenantExemptTags) ?? {};
  if (key === undefined) return undefined;
  const whose =
    ours === undefined
      ? "the tenant's settings"
      : `guardrail exemptTags, ${whoseWords(policy.origins.exemptTags)}`;
  return `${key}=${tags[key] ?? ''} (${whose})`;
}

/** Why no other change may be begun within the hour; `begun`: how many were. */
export const limitRefusal = (policy: Policy, begun: number): string | undefined =>
  begun < policy.maxChangesPerHour
    ? undefined
    : `${begun} changes were begun in the account ${policy.accountId} within the last hour, and ${policy.maxChangesPerHour} ` +
      `are allowed (guardrail maxChangesPerHour, ${whoseWords(policy.origins.maxChangesPerHour)})`;

/** Whose a rule is. */
export function whoseWords(origin: string): string {
  if (origin === BY_DEFAULT) return 'by default';
  return origin === ALL_ACCOUNTS ? 'of all accounts' : `of the account ${origin}`;
}
