interface Change {
  status: string;
  verdict: { kind: string } | null;
}

/** The resource is no more as it was planned for. */
export const hasMovedOn = ({ verdict }: Pick<Change, 'verdict'>): boolean => verdict?.kind === 'moved_on';

/** Whether a change of a plan is made when that is carried out, or was. */
export const isToBeMade = (row: Change): boolean =>
  (row.status !== 'refused' && row.status !== 'unneeded') || hasMovedOn(row);
