import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.js';

const SCORES = 20;

/** All of them: those of the product, and the few that a tenant has of its own. */
export const frameworks = queryOptions({
  queryKey: ['frameworks'],
  queryFn: () => bodyOf(api.GET('/frameworks', { params: { query: { limit: 100 } } })),
  staleTime: 300_000,
});

export const frameworkOf = (id: string) =>
  queryOptions({
    queryKey: ['frameworks', id],
    queryFn: () => bodyOf(api.GET('/frameworks/{id}', { params: { path: { id } } })),
    staleTime: 300_000,
  });

/** Of one account, or of all. */
export const assessment = (id: string, accountId?: string) =>
  queryOptions({
    queryKey: ['assessment', id, accountId ?? null],
    queryFn: () =>
      bodyOf(api.GET('/frameworks/{id}/assessment', { params: { path: { id }, query: { accountId } } })),
    staleTime: 60_000,
    // of another account, never of another framework
    placeholderData: (before) => (before?.frameworkId === id ? before : undefined),
  });

/** Scores over time, the newest first. */
export const scoresOf = (frameworkId: string, accountId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['scores', frameworkId, accountId ?? null],
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/scores/history', {
          params: { query: { frameworkId, accountId, limit: SCORES, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 60_000,
  });
