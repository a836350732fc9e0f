import type { DiscoveredAccount, Discovery } from './discovery.schemas.js';
import type { DiscoveryRow, FoundAccount, FoundCount } from './discovery.store.js';

/** A discovery as the API shows it. */
export function toDiscovery(row: DiscoveryRow, found: readonly FoundCount[]): Discovery {
  const { id, tenantId, status, dryRun, organizationId, requestedBy, accountsTotal, error } = row;
  const { createdAt, startedAt, endedAt } = row;
  return {
    ...{ id, tenantId, status, dryRun, organizationId, requestedBy },
    progress: { accountsDone: doneOf(row, found), accountsTotal },
    counts: countsOf(found),
    ...{ error, createdAt, startedAt, endedAt },
  };
}

export const toDiscoveredAccount = (found: FoundAccount): DiscoveredAccount => {
  const { accountId, name, state, outcome, verification, message } = found;
  return { accountId, name, state, outcome, verification, message };
};

/** How many there are of each. */
export function countsOf(found: readonly FoundCount[]): Discovery['counts'] {
  const of = (wanted: FoundCount['outcome']) => sum(found, ({ outcome }) => outcome === wanted);
  return {
    added: of('added'),
    registered: of('registered'),
    otherTenant: of('other_tenant'),
    notActive: of('not_active'),
    left: of('left'),
    notReachable: sum(found, ({ verification }) => verification === 'failed'),
  };
}

/** What is to be entered is done when that was tried; all else when it is known. */
function doneOf({ dryRun }: DiscoveryRow, found: readonly FoundCount[]): number {
  const isEntered = ({ outcome }: FoundCount) => outcome === 'added' || outcome === 'registered';
  return sum(
    found,
    (one) => one.outcome !== 'left' && (dryRun || !isEntered(one) || one.verification !== null),
  );
}

const sum = (found: readonly FoundCount[], isOne: (one: FoundCount) => boolean): number =>
  found.filter(isOne).reduce((total, { count }) => total + count, 0);
