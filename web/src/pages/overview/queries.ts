import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type FindingsQuery } from '../../api/api.js';
import { ACTIVE, WORST } from './open-path.js';

const DAY_MS = 86_400_000;
const REFRESHED_MS = 15_000;
const HISTORY_DAYS = 90;

const refreshed = { refetchInterval: REFRESHED_MS, placeholderData: keepPreviousData } as const;

const findings = (query: FindingsQuery) => bodyOf(api.GET('/findings', { params: { query } }));

export const openFindings = queryOptions({
  queryKey: ['overview', 'open'],
  queryFn: () => findings({ ...ACTIVE, ...WORST }),
  ...refreshed,
});

/** How many findings were opened, and how many resolved, in the last 24 hours. */
export const sinceYesterday = queryOptions({
  queryKey: ['overview', 'since-yesterday'],
  queryFn: async () => {
    const since = new Date(Date.now() - DAY_MS).toISOString();
    const [opened, resolved] = await Promise.all(
      (['open', 'resolved'] as const).map((status) => findings({ status, since, limit: 1 })),
    );
    return { opened: opened?.counts?.total ?? 0, resolved: resolved?.counts?.total ?? 0 };
  },
  ...refreshed,
});

export const scores = queryOptions({
  queryKey: ['overview', 'scores'],
  queryFn: () => {
    const from = new Date(Date.now() - HISTORY_DAYS * DAY_MS).toISOString();
    return bodyOf(api.GET('/scores/history', { params: { query: { from, limit: 500 } } }));
  },
  staleTime: 60_000,
});

export const schedules = queryOptions({
  queryKey: ['overview', 'schedules'],
  queryFn: () => bodyOf(api.GET('/schedules', { params: { query: { limit: 500 } } })),
  ...refreshed,
});

export const lastExecutions = queryOptions({
  queryKey: ['overview', 'executions'],
  queryFn: async () =>
    (await bodyOf(api.GET('/workflows/list', { params: { query: { limit: 5 } } }))).result.executions,
  ...refreshed,
});

export const scans = queryOptions({
  queryKey: ['overview', 'scans'],
  queryFn: () => bodyOf(api.GET('/scans', { params: { query: { limit: 5 } } })),
  placeholderData: keepPreviousData,
  // a scan that runs is watched
  refetchInterval: ({ state }) =>
    state.data?.items.some(({ status }) => status === 'running' || status === 'queued') === true
      ? 1500
      : REFRESHED_MS,
});

export const scanOf = (scanId: string) =>
  queryOptions({
    queryKey: ['overview', 'scan', scanId],
    queryFn: () => bodyOf(api.GET('/scans/{scanId}', { params: { path: { scanId } } })),
  });

export const eventHealth = queryOptions({
  queryKey: ['overview', 'events'],
  queryFn: () => bodyOf(api.GET('/events/health')),
  ...refreshed,
});

export const decisions = queryOptions({
  queryKey: ['overview', 'decisions'],
  queryFn: () => bodyOf(api.GET('/approvals', { params: { query: { status: 'pending', limit: 5 } } })),
  ...refreshed,
});
