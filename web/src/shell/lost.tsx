import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.js';

/** Says that the service is away, and goes by itself when it is back; what was read stays on the page. */
export function Lost() {
  const { isError, isRefetchError } = useQuery({
    queryKey: ['ready'],
    queryFn: async () => (await api.GET('/health/live')).response.ok,
    refetchInterval: ({ state }) => (state.status === 'error' ? 2000 : 10_000),
    retry: false,
    staleTime: 0,
  });
  if (!isError && !isRefetchError) return null;
  return (
    <p className="lost" role="alert">
      The service does not answer. The page goes on when it is back.
    </p>
  );
}
