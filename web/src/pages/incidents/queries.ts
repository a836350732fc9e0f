import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { paged } from '../../api/paged.js';
import { APPROVALS } from '../approvals/queries.js';
import type { IncidentFilters } from './filters.js';
import { paceOf } from './standing.js';

const WATCHED_MS = 2000;
const REFRESHED_MS = 5000;

export const INCIDENTS = 'incidents';

export const incidentsOf = (filters: IncidentFilters) =>
  paged(
    [INCIDENTS, 'list', filters],
    (page) => bodyOf(api.GET('/incidents', { params: { query: { ...filters, ...page } } })),
    (items) => (items.some(({ underWay }) => underWay !== null) ? WATCHED_MS : REFRESHED_MS),
  );

export const incidentOf = (id: string) =>
  queryOptions({
    queryKey: [INCIDENTS, 'one', id],
    queryFn: () => bodyOf(api.GET('/incidents/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => {
      const pace = state.data === undefined ? 'over' : paceOf(state.data);
      return { fast: WATCHED_MS, slow: REFRESHED_MS, over: false as const }[pace];
    },
  });

/** What was taken is never written anew. */
export const evidenceOf = (id: string, evidenceId: string) =>
  queryOptions({
    queryKey: [INCIDENTS, 'evidence', id, evidenceId],
    queryFn: () =>
      bodyOf(api.GET('/incidents/{id}/evidence/{evidenceId}', { params: { path: { id, evidenceId } } })),
    staleTime: Infinity,
  });

/** What an answer says of an incident is shown at once; what follows from it is read again. */
export function changed(queryClient: QueryClient, incident?: Schemas['Incident']): Promise<unknown> {
  if (incident !== undefined) queryClient.setQueryData(incidentOf(incident.id).queryKey, incident);
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: [INCIDENTS, 'list'] }),
    queryClient.invalidateQueries({ queryKey: [INCIDENTS, 'one'] }),
    queryClient.invalidateQueries({ queryKey: [APPROVALS] }),
  ]);
}
