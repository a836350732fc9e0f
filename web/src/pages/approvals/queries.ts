import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.js';
import type { Status } from './status.js';

const PAGE = 50;
/** Somebody else may decide meanwhile. */
const REFRESHED_MS = 10_000;
const LIVE_MS = 4000;

export const APPROVALS = 'approvals';

export const approvalsOf = (status: Status) =>
  infiniteQueryOptions({
    queryKey: [APPROVALS, 'list', status],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(
        api.GET('/approvals', {
          params: {
            query: {
              limit: PAGE,
              ...(status === 'any' ? {} : { status }),
              ...(cursor === null ? {} : { cursor }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESHED_MS,
  });

export const approvalOf = (id: string) =>
  queryOptions({
    queryKey: [APPROVALS, 'one', id],
    queryFn: () => bodyOf(api.GET('/approvals/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? REFRESHED_MS : false),
  });

/** What an execution has asked people; again and again while it may ask more. */
export const approvalsOfExecution = (executionId: string, isLive: boolean) =>
  queryOptions({
    queryKey: [APPROVALS, 'of', executionId],
    queryFn: async () => (await bodyOf(api.GET('/approvals', { params: { query: { executionId } } }))).items,
    refetchInterval: isLive ? LIVE_MS : false,
  });
