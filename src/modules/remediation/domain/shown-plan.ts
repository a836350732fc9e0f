import type { ChangeStatus, PlannedChange } from './change.js';

/** What request-approval takes, less what surrounds the changes. */
const MOST_BYTES = 28_000;

/** A change as people are shown it before they decide. */
export interface ShownChange {
  findingId: string | null;
  fixId: string;
  title: string;
  accountId: string;
  region: string;
  resourceArn: string;
  words: readonly string[];
  /** `s3:PutPublicAccessBlock`, with what it is called with. */
  calls: { call: string; region: string; input?: unknown }[];
  /** What cannot be brought back. */
  loses: string | null;
}

export interface ShownPlan {
  remediationId: string;
  planVersion: number;
  /** Why people are asked. */
  why: readonly string[];
  changes: ShownChange[];
  /** Changes that found no room here: GET /remediations/{id} shows them. */
  notShown: number;
}

/** A change as it was planned, whatever has become of it since. */
type Plannable = Omit<PlannedChange, 'status'> & { status: ChangeStatus };

/**
 * A plan in so few bytes that it can be put to people: what cannot be brought back first, then in the order of the plan;
 * where there is no room any more without the inputs of calls, and then not at all.
 */
export function shownPlan(
  { remediationId, planVersion, why }: Pick<ShownPlan, 'remediationId' | 'planVersion' | 'why'>,
  planned: readonly Plannable[],
  mostBytes: number = MOST_BYTES,
): ShownPlan {
  const changes: ShownChange[] = [];
  const told = why.slice(0, 20);
  let left = mostBytes - bytesOf(told);
  let notShown = 0;
  const wanted = planned.filter(({ status }) => status === 'planned');
  const loses = ({ plan }: Plannable) => (plan?.loses == null ? 1 : 0);
  for (const change of wanted.toSorted((a, b) => loses(a) - loses(b))) {
    const full = shownChange(change);
    const short = { ...full, calls: full.calls.map(({ call, region }) => ({ call, region })) };
    const fitting = [full, short].find((one) => bytesOf(one) <= left);
    if (fitting === undefined) notShown += 1;
    else {
      changes.push(fitting);
      left -= bytesOf(fitting);
    }
  }
  return { remediationId, planVersion, why: told, changes, notShown };
}

function shownChange({ plan, region: home, ...change }: Plannable): ShownChange {
  const { findingId, fixId, accountId, resourceArn } = change;
  return storable({
    ...{ findingId, fixId, title: plan?.title ?? fixId, accountId, region: home, resourceArn },
    words: plan?.words ?? [],
    calls: (plan?.calls ?? []).map(({ service, operation, region, input }) => ({
      ...{ call: `${service}:${operation}`, region: region ?? home, input },
    })),
    loses: plan?.loses ?? null,
  });
}

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length + 1;

/** What AWS answers may hold characters that no row can. */
function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll(/\0|\p{Surrogate}/gu, '�') as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [storable(name), storable(one)])) as T;
}
