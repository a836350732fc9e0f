import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  type QueryClient,
} from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import type { Asked, VerdictFilters } from './filters.js';

/** The most that the API gives at once: they are some hundreds. */
const PAGE = 500;
const VERDICTS = 20;
const OWN = 50;
const FOUND = 50;

export const CONTROLS = 'controls';

/** All that fit: what is typed is looked for among them here. */
export const controlsOf = (asked: Asked) =>
  queryOptions({
    queryKey: [CONTROLS, 'list', asked],
    queryFn: async () => {
      const items: Schemas['Control'][] = [];
      let cursor: string | undefined;
      do {
        const page = await bodyOf(
          api.GET('/controls', { params: { query: { ...asked, limit: PAGE, cursor } } }),
        );
        items.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return items;
    },
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

export const controlOf = (id: string) =>
  queryOptions({
    queryKey: [CONTROLS, 'one', id],
    queryFn: () => bodyOf(api.GET('/controls/{id}', { params: { path: { id } } })),
  });

/** What it says of each resource now. */
export const verdictsOf = (controlId: string, filters: VerdictFilters, isAsked = true) =>
  infiniteQueryOptions({
    queryKey: ['verdicts', controlId, filters],
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/verdicts', {
          params: { query: { ...filters, controlId, limit: VERDICTS, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // of other filters, never of another control
    placeholderData: (before, query) => (query?.queryKey[1] === controlId ? before : undefined),
    enabled: isAsked,
  });

/** How many of its findings are open. */
export const openOf = (controlId: string) =>
  queryOptions({
    queryKey: ['findings', 'count', controlId],
    queryFn: () =>
      bodyOf(api.GET('/findings', { params: { query: { controlId, status: 'open', limit: 1 } } })),
  });

/** Resources that it can be tried on. */
export const resourcesLike = (type: string, text: string) =>
  queryOptions({
    queryKey: ['resources', 'like', type, text],
    queryFn: () =>
      bodyOf(
        api.GET('/resources', {
          params: { query: { type, limit: FOUND, ...(text === '' ? {} : { text }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** Of the tenant's own, also those that are off. */
export const ownControls = infiniteQueryOptions({
  queryKey: [CONTROLS, 'own'],
  queryFn: ({ pageParam }) =>
    bodyOf(
      api.GET('/controls/custom', { params: { query: { limit: OWN, cursor: pageParam ?? undefined } } }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: ({ nextCursor }) => nextCursor,
});

export const ownControlOf = (id: string) =>
  queryOptions({
    queryKey: [CONTROLS, 'own', id],
    queryFn: () => bodyOf(api.GET('/controls/custom/{id}', { params: { path: { id } } })),
  });

/** What follows from another control, or other settings of one, is read again. */
export const changed = (queryClient: QueryClient): Promise<unknown> =>
  Promise.all(
    [CONTROLS, 'verdicts', 'assessment'].map((one) => queryClient.invalidateQueries({ queryKey: [one] })),
  );
