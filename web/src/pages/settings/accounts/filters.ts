import { pathWith, textsIn } from '../../../ui/search.js';

export interface AccountFilters {
  accountId?: string | undefined;
}

/** Of an address. */
export const filtersIn = (search: Record<string, unknown>): AccountFilters => textsIn(search, ['accountId']);

export const pathOf = (filters: AccountFilters): string => pathWith('/accounts', { ...filters });
