import type { FindingsQuery } from '../../api/api.js';
import { textsIn } from '../../ui/search.js';
import { severities, type Severity } from '../../ui/severity.js';

/** What the address of the list says: it can be kept, sent, and gone back to. */
export interface FindingFilters {
  status?: 'open' | 'resolved' | undefined;
  severity?: Severity[] | undefined;
  resourceType?: string | undefined;
  accountId?: string | undefined;
  region?: string | undefined;
  controlId?: string | undefined;
  resourceArn?: string | undefined;
  suppressed?: boolean | undefined;
  muted?: boolean | undefined;
  /** Nothing: the worst first. */
  order?: 'newest' | undefined;
}

const TEXTS = ['resourceType', 'accountId', 'region', 'controlId', 'resourceArn'] as const;
const YES_NO = ['suppressed', 'muted'] as const;

/** Whatever stands in an address; what is no filter is left out. */
export function filtersIn(search: Record<string, unknown>): FindingFilters {
  const filters: FindingFilters = textsIn(search, TEXTS);
  const { status, severity, order } = search;
  if (order === 'newest') filters.order = order;
  if (status === 'open' || status === 'resolved') filters.status = status;
  const chosen = severities.filter((one) => [severity].flat().includes(one));
  if (chosen.length > 0) filters.severity = chosen;
  for (const name of YES_NO) if (typeof search[name] === 'boolean') filters[name] = search[name];
  return filters;
}

/** As the API is asked. */
export function queryOf({ severity, suppressed, muted, order, ...rest }: FindingFilters): FindingsQuery {
  const yesNo = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'true' : 'false');
  const query = {
    ...rest,
    order: order ?? ('worst' as const),
    severity: severity?.join(','),
    suppressed: yesNo(suppressed),
    muted: yesNo(muted),
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

export const pathOf = (filters: FindingFilters): string =>
  `/findings?${new URLSearchParams(queryOf(filters) as Record<string, string>).toString()}`;
