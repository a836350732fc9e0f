import type { PlannedChange } from './change.js';
import { policyOf, whoseWords, type Policy } from './guardrails.js';

/** Which people have to agree to a plan. */
export interface ApprovalNeed {
  required: boolean;
  /** One after another; none where nobody is asked. */
  levels: (1 | 2)[];
  /** How many different people at each level. */
  quorum: number;
  /** A sentence each. */
  why: string[];
}

type Planned = Pick<PlannedChange, 'status' | 'accountId' | 'resourceArn' | 'plan'>;

/**
 * What cannot be brought back is always asked for. Levels and quorum are the largest of the accounts concerned.
 * `policies`: by account; an account that has none is as by default.
 */
export function approvalNeed(
  planned: readonly Planned[],
  policies: ReadonlyMap<string, Policy>,
  { approvalRequired }: { approvalRequired: boolean },
): ApprovalNeed {
  const changes = planned.filter(({ status }) => status === 'planned');
  const concerned = policiesOf(changes, policies);
  const why = changes.length === 0 ? [] : reasons(changes, concerned, approvalRequired);
  if (why.length === 0) return { required: false, levels: [], quorum: 0, why };
  const levels = Math.max(...concerned.map(({ approval }) => approval.levels));
  const quorum = Math.max(...concerned.map(({ approval }) => approval.quorum));
  return { required: true, levels: levels === 2 ? [1, 2] : [1], quorum, why };
}

const reasons = (
  changes: readonly Planned[],
  concerned: readonly Policy[],
  approvalRequired: boolean,
): string[] => [
  ...changes.flatMap(({ resourceArn, plan }) =>
    plan === null || plan.loses === null
      ? []
      : [`It cannot be taken back of ${resourceArn}, which loses: ${plan.loses}`],
  ),
  ...concerned.flatMap(({ accountId, approval, origins }) =>
    approval.always
      ? [
          `Each change in the account ${accountId} is approved (guardrail approval, ${whoseWords(origins.approval)})`,
        ]
      : [],
  ),
  ...(approvalRequired ? ['Approval was asked for'] : []),
];

/** Of each account in which something is planned, once. */
export function policiesOf(
  planned: readonly { accountId: string }[],
  policies: ReadonlyMap<string, Policy>,
): Policy[] {
  const accountIds = [...new Set(planned.map(({ accountId }) => accountId))].sort();
  return accountIds.map((accountId) => policies.get(accountId) ?? policyOf(accountId, {}, {}));
}
