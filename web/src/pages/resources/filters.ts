import { pathWith, textsIn } from '../../ui/search.js';

/** What the address of the list says. */
export interface ResourceFilters {
  type?: string | undefined;
  accountId?: string | undefined;
  region?: string | undefined;
  text?: string | undefined;
  includeDeleted?: boolean | undefined;
}

const TEXTS = ['type', 'accountId', 'region', 'text'] as const;

/** Whatever stands in an address; what is no filter is left out. */
export const filtersIn = (search: Record<string, unknown>): ResourceFilters => ({
  ...textsIn(search, TEXTS),
  ...(search['includeDeleted'] === true ? { includeDeleted: true } : {}),
});

/** The resource that an address is about; none where somebody has cut it off. */
export const arnIn = (search: Record<string, unknown>): { arn: string } => ({
  arn: textsIn(search, ['arn']).arn ?? '',
});

/** As the API is asked. */
export const queryOf = ({ includeDeleted, ...texts }: ResourceFilters) => ({
  ...texts,
  includeDeleted: includeDeleted === true ? ('true' as const) : undefined,
});

export const pathOf = (filters: ResourceFilters): string => pathWith('/resources', queryOf(filters));
export const pathOfOne = (arn: string): string => `/resources/${encodeURIComponent(arn)}`;
