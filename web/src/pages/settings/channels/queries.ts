import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { paged } from '../../../api/paged.js';
import type { DeliveryFilters } from './delivery-filters.js';

const CHANNELS = 'channels';
const DELIVERIES = 'deliveries';
const WATCHED_MS = 2000;
/** The most that one answer has. */
const MOST = 500;

export const channels = paged([CHANNELS, 'list', 'pages'], (query) =>
  bodyOf(api.GET('/notifications/channels', { params: { query } })),
);

/** All of them, to be named and chosen. */
export const allChannels = queryOptions({
  queryKey: [CHANNELS, 'list', 'all'],
  queryFn: async () =>
    (await bodyOf(api.GET('/notifications/channels', { params: { query: { limit: MOST } } }))).items,
});

export const channelOf = (id: string) =>
  queryOptions({
    queryKey: [CHANNELS, 'one', id],
    queryFn: () => bodyOf(api.GET('/notifications/channels/{id}', { params: { path: { id } } })),
  });

export const deliveriesOf = (filters: DeliveryFilters) =>
  paged([DELIVERIES, 'list', filters], (page) =>
    bodyOf(api.GET('/notifications/deliveries', { params: { query: { ...page, ...filters } } })),
  );

export const deliveryOf = (id: string) =>
  queryOptions({
    queryKey: [DELIVERIES, 'one', id],
    queryFn: () => bodyOf(api.GET('/notifications/deliveries/{id}', { params: { path: { id } } })),
    // one that is on its way is watched
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? WATCHED_MS : false),
  });

/** What an answer says of a channel is shown at once; what waits for it may go out now. */
export function channelsChanged(
  queryClient: QueryClient,
  channel?: Schemas['NotificationChannel'],
): Promise<unknown> {
  if (channel !== undefined) queryClient.setQueryData(channelOf(channel.id).queryKey, channel);
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: [CHANNELS, 'list'] }),
    deliveriesChanged(queryClient),
  ]);
}

export const deliveriesChanged = (queryClient: QueryClient): Promise<unknown> =>
  queryClient.invalidateQueries({ queryKey: [DELIVERIES] });
