import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  type QueryClient,
} from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import type { Status } from './status.js';

const PAGE = 50;
const CALENDAR_PAGE = 200;
const REFRESHED_MS = 15_000;
const WATCHED_MS = 1500;
const NEXT = 10;

export const SCHEDULES = 'schedules';

export const schedulesOf = (status: Status | undefined) =>
  infiniteQueryOptions({
    queryKey: [SCHEDULES, 'list', status ?? null],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(
        api.GET('/schedules', {
          params: {
            query: {
              limit: PAGE,
              ...(status === undefined ? {} : { status }),
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

/** Of these days alone: another week's runs say nothing of them. */
export const calendarOf = (from: string, to: string) =>
  infiniteQueryOptions({
    queryKey: [SCHEDULES, 'calendar', from, to],
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/schedules/calendar', {
          params: { query: { from, to, limit: CALENDAR_PAGE, cursor: pageParam ?? undefined } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

const one = (scheduleId: string) => [SCHEDULES, 'one', scheduleId] as const;
const ofSchedule = (scheduleId: string) => ({ path: { scheduleId } });

export const scheduleOf = (scheduleId: string) =>
  queryOptions({
    queryKey: one(scheduleId),
    queryFn: () => bodyOf(api.GET('/schedules/{scheduleId}', { params: ofSchedule(scheduleId) })),
    refetchInterval: REFRESHED_MS,
  });

export const nextOf = (scheduleId: string) =>
  queryOptions({
    queryKey: [...one(scheduleId), 'next'],
    queryFn: () =>
      bodyOf(
        api.GET('/schedules/{scheduleId}/next', {
          params: { ...ofSchedule(scheduleId), query: { count: NEXT } },
        }),
      ),
    refetchInterval: REFRESHED_MS,
  });

export const runsOf = (scheduleId: string) =>
  infiniteQueryOptions({
    queryKey: [...one(scheduleId), 'runs'],
    queryFn: ({ pageParam: cursor }) =>
      bodyOf(
        api.GET('/schedules/{scheduleId}/runs', {
          params: {
            ...ofSchedule(scheduleId),
            query: { limit: 20, ...(cursor === null ? {} : { cursor }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // a run that is under way is watched
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some(({ status }) => status === 'queued' || status === 'running') === true
        ? WATCHED_MS
        : REFRESHED_MS,
  });

export const previewOf = (expression: string, timezone: string) =>
  queryOptions({
    queryKey: [SCHEDULES, 'preview', expression, timezone],
    queryFn: () => bodyOf(api.POST('/schedules/preview', { body: { expression, timezone, count: NEXT } })),
    enabled: expression !== '' && timezone !== '',
    placeholderData: keepPreviousData,
  });

export const definitions = queryOptions({
  queryKey: ['workflows', 'definitions'],
  queryFn: async () => (await bodyOf(api.GET('/workflows/definitions'))).result,
  staleTime: 60_000,
});

export const scanStatus = queryOptions({
  queryKey: [SCHEDULES, 'scan'],
  queryFn: () => bodyOf(api.GET('/api/schedule/status')),
  refetchInterval: ({ state }) => (state.data?.running === true ? WATCHED_MS : REFRESHED_MS),
});

/** What an answer says of a schedule is shown at once; what follows from it is read again. */
export function changed(queryClient: QueryClient, schedule?: Schemas['Schedule']): Promise<unknown> {
  if (schedule !== undefined) queryClient.setQueryData(scheduleOf(schedule.scheduleId).queryKey, schedule);
  return Promise.all([
    queryClient.invalidateQueries({ queryKey: [SCHEDULES] }),
    queryClient.invalidateQueries({ queryKey: ['overview', 'schedules'] }),
  ]);
}
