import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { paged } from '../../../api/paged.js';
import type { RuleFilters } from './filters.js';

const RULES = 'notification-rules';
export const rulesOf = (filters: RuleFilters) =>
  paged([RULES, 'list', filters], (page) =>
    bodyOf(api.GET('/notifications/rules', { params: { query: { ...page, ...filters } } })),
  );

export const ruleOf = (id: string) =>
  queryOptions({
    queryKey: [RULES, 'one', id],
    queryFn: () => bodyOf(api.GET('/notifications/rules/{id}', { params: { path: { id } } })),
  });

/** The newest finding, to try rules with what there is. */
export const newestFinding = queryOptions({
  queryKey: ['findings', 'newest'],
  queryFn: async () =>
    (await bodyOf(api.GET('/findings', { params: { query: { limit: 1 } } }))).items[0] ?? null,
  staleTime: 60_000,
});

export async function rulesChanged(
  queryClient: QueryClient,
  rule?: Schemas['NotificationRule'],
): Promise<void> {
  if (rule !== undefined) queryClient.setQueryData(ruleOf(rule.id).queryKey, rule);
  await queryClient.invalidateQueries({ queryKey: [RULES, 'list'] });
}

export const forgetLists = (queryClient: QueryClient): void =>
  queryClient.removeQueries({ queryKey: [RULES, 'list'] });
