import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.js';
import { paged } from '../../../api/paged.js';
import type { AccountFilters } from './filters.js';

export const ACCOUNTS = 'accounts';

export const accountsOf = (filters: AccountFilters) =>
  paged([ACCOUNTS, 'list', filters], (page) =>
    bodyOf(api.GET('/accounts', { params: { query: { ...page, ...filters } } })),
  );

export const accountOf = (id: string) =>
  queryOptions({
    queryKey: [ACCOUNTS, 'one', id],
    queryFn: () => bodyOf(api.GET('/accounts/{id}', { params: { path: { id } } })),
  });

/** The account that the service is in, whose roles a template lets in; undefined where AWS does not say. */
export const homeAccount = queryOptions({
  queryKey: ['health', 'home'],
  queryFn: async () => (await bodyOf(api.GET('/health'))).aws.accountId ?? null,
  staleTime: 60_000,
});

export const accountsChanged = (queryClient: QueryClient): Promise<unknown> =>
  queryClient.invalidateQueries({ queryKey: [ACCOUNTS] });
