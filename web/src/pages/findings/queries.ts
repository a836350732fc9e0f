import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.js';
import { queryOf, type FindingFilters } from './filters.js';

const PAGE = 200;

export const FINDINGS = 'findings';

export const findingsOf = (filters: FindingFilters) =>
  infiniteQueryOptions({
    queryKey: [FINDINGS, 'list', filters],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(
        api.GET('/findings', {
          params: { query: { ...queryOf(filters), limit: PAGE, ...(cursor === null ? {} : { cursor }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });

export const findingOf = (id: string) =>
  queryOptions({
    queryKey: [FINDINGS, 'one', id],
    queryFn: () => bodyOf(api.GET('/findings/{id}', { params: { path: { id } } })),
  });
