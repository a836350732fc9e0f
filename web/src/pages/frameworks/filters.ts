import { pathWith, textsIn } from '../../ui/search.js';
import { type Status, statuses } from './statuses.js';

/** What the address of a worksheet says. */
export interface SheetFilters {
  accountId?: string | undefined;
  status?: Status | undefined;
  requirement?: string | undefined;
}

/** Whatever stands in an address; what is no filter is left out. */
export function filtersIn(search: Record<string, unknown>): SheetFilters {
  const status = statuses.find((one) => one === search['status']);
  return { ...textsIn(search, ['accountId', 'requirement']), ...(status === undefined ? {} : { status }) };
}

export const pathOf = (id: string, { accountId, status }: SheetFilters): string =>
  pathWith(`/frameworks/${encodeURIComponent(id)}/assessment`, { accountId, status });
