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

/** Where the service is: the account whose roles a template lets in, null where AWS does not say; and its partition. */
export const home = queryOptions({
  queryKey: ['health', 'home'],
  queryFn: async () => {
    const { accountId = null, arn } = (await bodyOf(api.GET('/health'))).aws;
    return { accountId, partition: arn?.split(':')[1] ?? 'aws' };
  },
  staleTime: 60_000,
});

export const accountsChanged = (queryClient: QueryClient): Promise<unknown> =>
  queryClient.invalidateQueries({ queryKey: [ACCOUNTS] });
