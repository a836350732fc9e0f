import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';

const PAGE = 50;

interface PageOf<T> {
  items: T[];
  nextCursor: string | null;
}

/**
 * A list, read page by page.
 * @param ask for one page of it
 * @param everyMs how soon it is read again, by what is in it now
 */
export const pagesOf = <T>(
  queryKey: readonly unknown[],
  ask: (page: { limit: number; cursor?: string }) => Promise<PageOf<T>>,
  everyMs: (items: readonly T[]) => number,
) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam: cursor }) => ask({ limit: PAGE, ...(cursor === null ? {} : { cursor }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => everyMs(state.data?.pages.flatMap(({ items }) => items) ?? []),
  });
