import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.js';
import type { EventFilters } from './filters.js';

const PAGE = 50;
const LIVE_MS = 3000;
const HEALTH_MS = 15_000;

/** Live while the first page is all that is shown: with more of them, lines would move from page to page. */
export const eventsOf = (filters: EventFilters, isLive: boolean) =>
  infiniteQueryOptions({
    queryKey: ['events', 'list', filters],
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/events/history', {
          params: { query: { ...filters, limit: PAGE, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isLive && (state.data?.pages.length ?? 1) === 1 ? LIVE_MS : false),
  });

export const eventOf = (id: string) =>
  queryOptions({
    queryKey: ['events', 'one', id],
    queryFn: () => bodyOf(api.GET('/events/{id}', { params: { path: { id } } })),
    // one that waits is watched to its end
    refetchInterval: ({ state }) => (state.data?.disposition === 'retrying' ? LIVE_MS : false),
  });

export const health = queryOptions({
  queryKey: ['events', 'health'],
  queryFn: () => bodyOf(api.GET('/events/health')),
  refetchInterval: HEALTH_MS,
});
