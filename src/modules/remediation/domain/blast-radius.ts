import { policiesOf } from './approval-need.js';
import type { PlannedChange } from './change.js';
import { whoseWords, type Policy } from './guardrails.js';

/** How much one remediation changes. */
export interface BlastRadius {
  resources: number;
  /** Most resources of the whole: the largest limit of the accounts concerned. */
  limit: number;
  /** Why it is too much, a sentence each; none: it is not. */
  refusals: string[];
}

/** Counts resources that are planned for a change: of each account against its own limit, and of all against the largest. */
export function blastRadius(
  planned: readonly Pick<PlannedChange, 'status' | 'accountId' | 'resourceArn'>[],
  policies: ReadonlyMap<string, Policy>,
): BlastRadius {
  const changes = planned.filter(({ status }) => status === 'planned');
  const concerned = policiesOf(changes, policies);
  const count = (of: typeof changes) => new Set(of.map(({ resourceArn }) => resourceArn)).size;
  const resources = count(changes);
  const limit = Math.max(0, ...concerned.map((policy) => policy.maxResourcesPerRemediation));
  const refusals = concerned.flatMap(({ accountId, maxResourcesPerRemediation: most, origins }) => {
    const here = count(changes.filter((one) => one.accountId === accountId));
    if (here <= most) return [];
    const rule = `guardrail maxResourcesPerRemediation, ${whoseWords(origins.maxResourcesPerRemediation)}`;
    return [`It changes ${here} resources of the account ${accountId}, and ${most} are allowed (${rule})`];
  });
  if (refusals.length === 0 && resources > limit)
    refusals.push(
      `It changes ${resources} resources of ${concerned.length} accounts, and ${limit} are allowed`,
    );
  return { resources, limit, refusals };
}
