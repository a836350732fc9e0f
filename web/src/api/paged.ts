import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

const SIZE = 50;
const REFRESHED_MS = 30_000;

/**
 * A list that is read page by page.
 * @param everyMs how soon it is read again, by what is in it now
 */
export const paged = <T>(
  queryKey: readonly unknown[],
  read: (page: { limit: number; cursor: string | undefined }) => Promise<Page<T>>,
  everyMs: (items: readonly T[]) => number = () => REFRESHED_MS,
) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => read({ limit: SIZE, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => everyMs(state.data?.pages.flatMap(({ items }) => items) ?? []),
  });
