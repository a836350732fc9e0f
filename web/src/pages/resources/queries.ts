import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.js';
import { queryOf, type ResourceFilters } from './filters.js';

const PAGE = 100;

export const resourcesOf = (filters: ResourceFilters) =>
  infiniteQueryOptions({
    queryKey: ['resources', 'list', filters],
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/resources', {
          params: { query: { ...queryOf(filters), limit: PAGE, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });

export const resourceOf = (arn: string) =>
  queryOptions({
    queryKey: ['resources', arn],
    queryFn: () => bodyOf(api.GET('/resources/{arn}', { params: { path: { arn } } })),
    enabled: arn !== '', // would be the list
  });

export const timelineOf = (arn: string) =>
  queryOptions({
    queryKey: ['resources', arn, 'timeline'],
    queryFn: () =>
      bodyOf(api.GET('/resources/{arn}/timeline', { params: { path: { arn }, query: { limit: 50 } } })),
  });

/** What is open of it, suppressed or not. */
export const openFindingsOf = (arn: string) =>
  queryOptions({
    queryKey: ['findings', 'of', arn],
    queryFn: () =>
      bodyOf(api.GET('/findings', { params: { query: { resourceArn: arn, status: 'open', limit: 100 } } })),
  });
