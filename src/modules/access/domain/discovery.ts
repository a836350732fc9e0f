/** An account as its organization lists it. */
export interface OrganizationAccount {
  accountId: string;
  partition: string;
  /** `o-…`; null where the ARN does not say it. */
  organizationId: string | null;
  name: string;
  /** ACTIVE, SUSPENDED, PENDING_CLOSURE, PENDING_ACTIVATION, CLOSED, or what AWS may say one day. */
  state: string;
}

/**
 * What became of one account: `added` is registered now (a dry run: would be), `registered` was before;
 * `other_tenant` has another tenant, `not_active` is suspended, being closed or not opened yet; `left` is registered
 * and was in the organization when it was looked at before, and is not any more.
 */
export const discoveryOutcomes = ['added', 'registered', 'other_tenant', 'not_active', 'left'] as const;
export type DiscoveryOutcome = (typeof discoveryOutcomes)[number];

export const discoveryStatuses = ['queued', 'running', 'completed', 'failed'] as const;
export type DiscoveryStatus = (typeof discoveryStatuses)[number];

const ACTIVE = 'ACTIVE';

/** @param owner the tenant that the account belongs to, if any */
export function outcomeOf(
  { state }: Pick<OrganizationAccount, 'state'>,
  owner: string | undefined,
  tenantId: string,
): DiscoveryOutcome {
  if (owner !== undefined && owner !== tenantId) return 'other_tenant';
  if (state !== ACTIVE) return 'not_active';
  return owner === undefined ? 'added' : 'registered';
}

/** Those that the organization had when it was looked at before and has no more, as far as they are still registered. */
export function leftOf<T extends { accountId: string }>(
  before: readonly T[],
  now: readonly { accountId: string }[],
  registered: ReadonlySet<string>,
): T[] {
  const here = new Set(now.map(({ accountId }) => accountId));
  return before.filter(({ accountId }) => !here.has(accountId) && registered.has(accountId));
}

const ACCOUNT_ARN = /^arn:(aws[a-z-]*):organizations::\d{12}:account\/(o-[a-z0-9]+)\/\d{12}$/;

/** What the ARN of an account in an organization says (Organizations API reference, Account). */
export function organizationIn(
  arn: string | undefined,
): { partition: string; organizationId: string } | undefined {
  const [, partition, organizationId] = ACCOUNT_ARN.exec(arn ?? '') ?? [];
  return partition === undefined || organizationId === undefined ? undefined : { partition, organizationId };
}
