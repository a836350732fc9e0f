import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { paged } from '../../../api/paged.js';

const MUTES = 'mutes';

export const mutes = paged([MUTES, 'list'], (query) => bodyOf(api.GET('/mutes', { params: { query } })));

export const muteOf = (id: string) =>
  queryOptions({
    queryKey: [MUTES, 'one', id],
    queryFn: () => bodyOf(api.GET('/mutes/{id}', { params: { path: { id } } })),
  });

/** Findings are other too: they are muted, or open again, within seconds. */
export function mutesChanged(queryClient: QueryClient, mute?: Schemas['Mute']): Promise<unknown> {
  if (mute !== undefined) queryClient.setQueryData(muteOf(mute.id).queryKey, mute);
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: [MUTES, 'list'] }),
    queryClient.invalidateQueries({ queryKey: ['findings'] }),
  ]);
}
