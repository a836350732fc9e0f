import { pathWith, textsIn } from '../../../ui/search.js';

export const onOrOff = ['on', 'off'] as const;

export interface RuleFilters {
  name?: string | undefined;
  fact?: string | undefined;
  state?: (typeof onOrOff)[number] | undefined;
}

/** Of an address. */
export function filtersIn(search: Record<string, unknown>): RuleFilters {
  const state = onOrOff.find((one) => one === search['state']);
  return { ...textsIn(search, ['name', 'fact']), ...(state === undefined ? {} : { state }) };
}

/** As the API is asked. */
export const queryOf = ({ state, ...texts }: RuleFilters) => ({
  ...texts,
  enabled: state === undefined ? undefined : state === 'on' ? ('true' as const) : ('false' as const),
});

export const pathOf = (filters: RuleFilters): string => pathWith('/notifications/rules', queryOf(filters));
