import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas, ShepherdError } from '../../../api/api.js';
import { paged } from '../../../api/paged.js';
import { findingAsFact } from './examples.js';
import { queryOf, type RuleFilters } from './filters.js';

const RULES = 'notification-rules';
export const rulesOf = (filters: RuleFilters) =>
  paged([RULES, 'list', filters], (page) =>
    bodyOf(api.GET('/notifications/rules', { params: { query: { ...page, ...queryOf(filters) } } })),
  );

export const ruleOf = (id: string) =>
  queryOptions({
    queryKey: [RULES, 'one', id],
    queryFn: () => bodyOf(api.GET('/notifications/rules/{id}', { params: { path: { id } } })),
  });

/** The newest open finding as it is told, to try rules with what there is. */
export const newestFinding = queryOptions({
  queryKey: [RULES, 'newest-finding'],
  queryFn: async () => {
    const query = { status: 'open', limit: 1 } as const;
    const finding = (await bodyOf(api.GET('/findings', { params: { query } }))).items[0];
    if (finding === undefined) return null;
    const [control, resource] = await Promise.all([
      ifThere(api.GET('/controls/{id}', { params: { path: { id: finding.controlId } } })),
      ifThere(api.GET('/resources/{arn}', { params: { path: { arn: finding.resourceArn } } })),
    ]);
    const frameworks = new Set(control?.requirements.map(({ frameworkId }) => frameworkId));
    return findingAsFact(finding, [...frameworks], resource?.tags ?? {});
  },
  // it stands in a field in which people type
  staleTime: Infinity,
  gcTime: 0,
});

/** A control of a tenant may be deleted, and a resource not be known yet. */
async function ifThere<T>(answer: Promise<{ data?: T }>): Promise<T | undefined> {
  try {
    return await bodyOf(answer);
  } catch (error) {
    if (error instanceof ShepherdError && error.status === 404) return undefined;
    throw error;
  }
}

export async function rulesChanged(
  queryClient: QueryClient,
  rule?: Schemas['NotificationRule'],
): Promise<void> {
  if (rule !== undefined) queryClient.setQueryData(ruleOf(rule.id).queryKey, rule);
  await queryClient.invalidateQueries({ queryKey: [RULES, 'list'] });
}

export const forgetLists = (queryClient: QueryClient): void =>
  queryClient.removeQueries({ queryKey: [RULES, 'list'] });
