import { pathWith, textsIn } from '../../ui/search.js';
import { dispositions, type Disposition } from './disposition.js';

/** What the address of the history says. */
export interface EventFilters {
  disposition?: Disposition | undefined;
  eventName?: string | undefined;
  accountId?: string | undefined;
  resource?: string | undefined;
}

const TEXTS = ['eventName', 'accountId', 'resource'] as const;

/** Whatever stands in an address; what is no filter is left out. */
export function filtersIn(search: Record<string, unknown>): EventFilters {
  const disposition = dispositions.find((one) => one === search['disposition']);
  return { ...textsIn(search, TEXTS), ...(disposition === undefined ? {} : { disposition }) };
}

export const pathOf = (filters: EventFilters): string => pathWith('/events/history', { ...filters });
