import type { Schemas } from '../../api/api.js';

type Incident = Schemas['Incident'];
export type Status = Incident['status'];
export const statuses: readonly Status[] = ['open', 'acknowledged', 'contained', 'released', 'closed'];

/** Nothing was ever done for it, or nothing is left of what was. */
const NOTHING_LEFT: readonly string[] = ['planned', 'refused', 'unneeded', 'restored'];

/** What is cut off, or half-way so, and can be brought back. */
export const leftOf = ({ containments }: Incident): Incident['containments'] =>
  containments.filter(({ status }) => !NOTHING_LEFT.includes(status));

/** Resources whose containment is in force, as far as is known here. */
export const containedIn = ({ containments }: Incident): Set<string> =>
  new Set(containments.flatMap(({ status, resourceArn }) => (status === 'verified' ? [resourceArn] : [])));

/** By what, and where, as far as there is such a thing. */
export const whereOf = ({
  fixId,
  accountId,
  region,
}: Pick<Incident['containments'][number], 'fixId' | 'accountId' | 'region'>): string =>
  [fixId === 'none' ? '' : fixId, accountId === '' ? '' : `in ${accountId}`, region]
    .filter((part) => part !== '')
    .join(' ');

/** The accounts that ARNs name: those of buckets name none. */
export const accountsIn = (arns: readonly string[]): string[] => [
  ...new Set(arns.flatMap((arn) => arn.split(':')[4] || [])),
];

/** Whether it can be other in a moment: it is asked for again then. */
export function paceOf({ underWay, evidence, status }: Incident): 'fast' | 'slow' | 'over' {
  if (underWay !== null || evidence.some((piece) => piece.status === 'taking')) return 'fast';
  return status === 'closed' ? 'over' : 'slow';
}
