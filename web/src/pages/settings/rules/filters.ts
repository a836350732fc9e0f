import { pathWith, textsIn } from '../../../ui/search.js';

export type RuleFilters = Partial<Record<'name' | 'fact', string | undefined>>;

/** Of an address. */
export const filtersIn = (search: Record<string, unknown>): RuleFilters => textsIn(search, ['name', 'fact']);

export const pathOf = ({ name, fact }: RuleFilters): string =>
  pathWith('/notifications/rules', { name, fact });
