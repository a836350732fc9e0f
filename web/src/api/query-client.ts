import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ShepherdError } from './api.js';
import { SESSION } from './session.js';

const isOver = (error: unknown): boolean => error instanceof ShepherdError && error.status === 401;
/** What may be other the next time: the network, a service that starts, a limit. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof ShepherdError) || error.status >= 500 || error.status === 429;

const onError = (error: unknown): void => {
  if (isOver(error)) queryClient.setQueryData(SESSION, null); // leads to the page that asks for a key
};

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    // a browser that thinks itself offline may reach a service on its own machine
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      retry: (failures, error) => mayPass(error) && failures < 3,
      retryDelay: (failures) => Math.min(1000 * 2 ** failures, 8000),
    },
  },
});
