import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api, bodyOf, ShepherdError } from '../../../api/api.js';
import { ACCOUNTS } from './queries.js';

const WATCHED_MS = 2000;
export const outcomes = ['added', 'registered', 'other_tenant', 'not_active', 'left'] as const;
export type Outcome = (typeof outcomes)[number];

/** Of an address. */
export function outcomeIn({ outcome }: Record<string, unknown>): { outcome?: Outcome | undefined } {
  const chosen = outcomes.find((one) => one === outcome);
  return chosen === undefined ? {} : { outcome: chosen };
}

/** The last look into the organization, with what it found; null where there was none. */
export const lastDiscovery = (outcome: Outcome | undefined) =>
  infiniteQueryOptions({
    queryKey: [ACCOUNTS, 'discovery', outcome ?? null],
    queryFn: async ({ pageParam }) => {
      const query = { limit: 50, outcome, cursor: pageParam ?? undefined };
      try {
        return await bodyOf(api.GET('/accounts/discover', { params: { query } }));
      } catch (error) {
        if (error instanceof ShepherdError && error.status === 404) return null;
        throw error;
      }
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page?.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isUnderWay(state.data?.pages[0]) ? WATCHED_MS : false),
  });

export const isUnderWay = (one: { status: string } | null | undefined): boolean =>
  one?.status === 'queued' || one?.status === 'running';
