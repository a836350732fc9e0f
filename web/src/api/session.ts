import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf, keepCsrfToken, type Session, ShepherdError } from './api.js';

export const SESSION = ['session'] as const;
const ROLES = ['viewer', 'operator', 'approver', 'admin', 'platform'] as const;
export type Role = (typeof ROLES)[number];

/** Who is signed in; null: nobody. */
export const sessionQuery = queryOptions<Session | null>({
  queryKey: SESSION,
  staleTime: Infinity,
  queryFn: async ({ signal }) => {
    try {
      return kept(await bodyOf(api.GET('/session', { signal })));
    } catch (error) {
      if (error instanceof ShepherdError && error.status === 401) return kept(null);
      throw error;
    }
  },
});

function kept<T extends Session | null>(session: T): T {
  keepCsrfToken(session);
  return session;
}

export const useSession = () => useQuery(sessionQuery);

/** Whether who is signed in may do what a role may. What they may not is not offered, and the API refuses it anyway. */
export function useMay(role: Role): boolean {
  const { data } = useSession();
  return data !== null && data !== undefined && ROLES.indexOf(data.role) >= ROLES.indexOf(role);
}

/** What somebody else has read is not shown to who comes next. The session's own entry stays, as the page watches it. */
async function change(queryClient: QueryClient, session: Session | null): Promise<void> {
  // an answer that is still under way tells who one was before
  await queryClient.cancelQueries({ queryKey: SESSION });
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
  queryClient.setQueryData(SESSION, kept(session));
}

/** Exchanges a key, or the code of a link, for a session. */
export function useSignIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => bodyOf(api.POST('/session', { body: { key } })),
    onSuccess: (session) => change(queryClient, session),
  });
}

export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.DELETE('/session'),
    onSuccess: () => change(queryClient, null),
  });
}

/** The code of a sign-in link, taken out of the address: it is good once, and history keeps addresses. */
export function takeCode(): string | undefined {
  const code = /^#sign-in=([\w-]+)$/.exec(location.hash)?.[1];
  if (code !== undefined) history.replaceState(null, '', location.pathname + location.search);
  return code;
}
