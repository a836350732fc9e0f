import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.js';
import type { Kind } from './kinds.js';

const PAGE = 50;
const WATCHED_MS = 3000;
const REFRESHED_MS = 30_000;

export const REPORTS = 'reports';

export const reportsOf = (kind: Kind | undefined) =>
  infiniteQueryOptions({
    queryKey: [REPORTS, kind ?? null],
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/reports', { params: { query: { kind, limit: PAGE, cursor: pageParam ?? undefined } } }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // one that is being written is watched
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'writing')) === true
        ? WATCHED_MS
        : REFRESHED_MS,
  });
