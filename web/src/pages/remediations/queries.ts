import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { paged } from '../../api/paged.js';
import { isMoving, isWaiting, type Status, wordsOf } from './status.js';

const WATCHED_MS = 1500;
/** People take their time, and a page may stay open for days. */
const WAITED_MS = 5000;
const REFRESHED_MS = 15_000;

export const REMEDIATIONS = 'remediations';

function watched(items: readonly { status: Status }[] = []): number {
  if (items.some(({ status }) => isMoving(status) && !isWaiting(status))) return WATCHED_MS;
  return items.some(({ status }) => isWaiting(status)) ? WAITED_MS : REFRESHED_MS;
}

export const remediationsOf = (status: Status | undefined) =>
  paged(
    [REMEDIATIONS, 'list', status ?? null],
    (page) => bodyOf(api.GET('/remediations', { params: { query: { status, ...page } } })),
    watched,
  );

const FEW = 5;

/** The last ones of a finding. */
export const remediationsOfFinding = (findingId: string) =>
  queryOptions({
    queryKey: [REMEDIATIONS, 'finding', findingId],
    queryFn: () => bodyOf(api.GET('/remediations', { params: { query: { findingId, limit: FEW } } })),
    refetchInterval: ({ state }) => watched(state.data?.items),
  });

export const remediationOf = (id: string) =>
  queryOptions({
    queryKey: [REMEDIATIONS, 'one', id],
    queryFn: () => bodyOf(api.GET('/remediations/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => watched(state.data && [state.data]),
  });

/** Changes by status, in words: "2 verified, 1 refused". */
export const countsIn = (counts: Schemas['RemediationSummary']['counts']): string =>
  Object.entries(counts)
    .map(([status, count]) => `${count} ${wordsOf(status)}`)
    .join(', ');

/** What can be mended here; that comes with the service, and stays. */
export const fixes = queryOptions({
  queryKey: ['fixes'],
  queryFn: () => bodyOf(api.GET('/remediations/fixes')),
  staleTime: Infinity,
});
