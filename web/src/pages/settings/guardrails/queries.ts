import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { paged } from '../../../api/paged.js';

const GUARDRAILS = 'guardrails';
/** Somebody else may stop all changes meanwhile. */
const WATCHED_MS = 5000;

export const ALL = '*';
/** In an address of the page all accounts are a word. */
export const inAddress = (accountId: string): string => (accountId === ALL ? 'all' : accountId);
export const ofAddress = (text: string): string => (text === 'all' ? ALL : text);
export const nameOf = (accountId: string): string => (accountId === ALL ? 'All accounts' : accountId);

export const guardrails = paged([GUARDRAILS, 'list'], (query) =>
  bodyOf(api.GET('/remediations/guardrails', { params: { query } })),
);

export const guardrailsOf = (accountId: string) =>
  queryOptions({
    queryKey: [GUARDRAILS, 'one', accountId],
    queryFn: () =>
      bodyOf(api.GET('/remediations/guardrails/{accountId}', { params: { path: { accountId } } })),
  });

export const killSwitch = queryOptions({
  queryKey: ['kill-switch'],
  queryFn: () => bodyOf(api.GET('/remediations/kill-switch')),
  refetchInterval: WATCHED_MS,
});

/** Those of all accounts hold in each that has none of its own. */
export async function guardrailsChanged(
  queryClient: QueryClient,
  now?: Schemas['Guardrails'],
): Promise<void> {
  if (now !== undefined) queryClient.setQueryData(guardrailsOf(now.accountId).queryKey, now);
  await queryClient.invalidateQueries({ queryKey: [GUARDRAILS] });
}
