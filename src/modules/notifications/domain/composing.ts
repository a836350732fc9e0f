/** What waits to be told to one recipient, without its message. */
export interface Waiting {
  id: bigint;
  ruleId: string | null;
  groupKey: string;
  dueAt: Date;
  isDigest: boolean;
  /** It has links that one person decides by: they would be lost among others. */
  isPersonal: boolean;
}

/** What the next message is made of: `combined` of one group, or a `digest` of several. */
export interface Choice<W extends Waiting> {
  how: 'combined' | 'digest';
  of: W[];
}

/** Who has waited longer is no longer told of each by itself. */
export const LATE_AFTER_MS = 5 * 60_000;
/** Of what waited for a receiver that was down. */
const GROUPS_AFTER_OUTAGE = 5;
/** A receiver that takes one message a second would get them for minutes. */
const GROUPS_AT_ONCE = 20;

/**
 * The next message of a lane.
 * @param due what is due, the oldest first
 * @param recoveredAt when the receiver was there again after it had failed; null: it never failed
 */
export function nextOf<W extends Waiting>(
  due: readonly W[],
  { now, recoveredAt }: { now: Date; recoveredAt: Date | null },
): Choice<W> | undefined {
  const [first] = due;
  if (first === undefined) return undefined;
  if (first.isPersonal) return { how: 'combined', of: [first] };
  return nextOfMany(
    due.filter(({ isPersonal }) => !isPersonal),
    first,
    { now, recoveredAt },
  );
}

function nextOfMany<W extends Waiting>(
  due: readonly W[],
  first: W,
  { now, recoveredAt }: { now: Date; recoveredAt: Date | null },
): Choice<W> {
  const old = groupsOf(due) > GROUPS_AT_ONCE ? due : backlog(due, now, recoveredAt);
  if (groupsOf(old) > 1) return { how: 'digest', of: [...old] };
  const same = due.filter((one) => groupOf(one) === groupOf(first));
  return { how: first.isDigest ? 'digest' : 'combined', of: same };
}

function backlog<W extends Waiting>(due: readonly W[], now: Date, recoveredAt: Date | null): readonly W[] {
  const isLate = ({ dueAt }: W) => now.getTime() - dueAt.getTime() > LATE_AFTER_MS;
  const waitedForIt = ({ dueAt }: W) => recoveredAt !== null && dueAt <= recoveredAt;
  const isMuch = groupsOf(due.filter(waitedForIt)) > GROUPS_AFTER_OUTAGE;
  return due.filter((one) => isLate(one) || (isMuch && waitedForIt(one)));
}

/** A digest is one of its rule. */
const groupOf = ({ isDigest, ruleId, groupKey }: Waiting): string =>
  isDigest ? `digest ${ruleId ?? groupKey}` : `group ${groupKey}`;

const groupsOf = (some: readonly Waiting[]): number => new Set(some.map(groupOf)).size;
