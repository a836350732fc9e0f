import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { isUnderWay, queryOf, type WorkflowFilters } from './filters.js';
import type { HistoryEvent } from './visit.js';

const PAGE = 50;
const HISTORY_PAGE = 1000;
const WATCHED_MS = 3000;
const REFRESHED_MS = 15_000;

export const EXECUTIONS = 'executions';

export const executionsOf = (filters: WorkflowFilters) =>
  infiniteQueryOptions({
    queryKey: [EXECUTIONS, 'list', filters],
    queryFn: async ({ pageParam: cursor }) => {
      const query = { ...queryOf(filters), limit: PAGE, ...(cursor === null ? {} : { cursor }) };
      return (await bodyOf(api.GET('/workflows/list', { params: { query } }))).result;
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // one that is under way is watched
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ executions }) => executions.some(({ status }) => isUnderWay(status))) === true
        ? WATCHED_MS
        : REFRESHED_MS,
  });

export const metricsOf = (workflowType: string | undefined) =>
  queryOptions({
    queryKey: [EXECUTIONS, 'metrics', workflowType ?? null],
    queryFn: async () => {
      const query = workflowType === undefined ? {} : { workflowType };
      return (await bodyOf(api.GET('/workflows/metrics', { params: { query } }))).result;
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESHED_MS,
  });

export const definitions = queryOptions({
  queryKey: ['workflow-definitions'],
  queryFn: async () => (await bodyOf(api.GET('/workflows/definitions'))).result,
  staleTime: 60_000,
});

/** What it was started with: that does not change, whatever becomes of the workflow. */
export const definitionOf = (executionArn: string) =>
  queryOptions({
    queryKey: [EXECUTIONS, 'definition', executionArn],
    queryFn: async () =>
      (await bodyOf(api.GET('/workflows/{executionArn}/definition', { params: { path: { executionArn } } })))
        .result,
    staleTime: 60_000,
  });

export const executionOf = (executionArn: string) =>
  queryOptions({
    queryKey: [EXECUTIONS, 'one', executionArn],
    queryFn: async () =>
      (await bodyOf(api.GET('/workflows/{executionArn}/status', { params: { path: { executionArn } } })))
        .result,
    refetchInterval: ({ state }) =>
      state.data !== undefined && isUnderWay(state.data.status) ? WATCHED_MS : false,
  });

/** All events of an execution, page by page. */
export const historyOf = (executionArn: string) =>
  queryOptions({
    queryKey: [EXECUTIONS, 'history', executionArn],
    queryFn: async () => {
      const events: HistoryEvent[] = [];
      let nextToken: string | null = '';
      while (nextToken !== null) {
        const query = { maxResults: HISTORY_PAGE, ...(nextToken === '' ? {} : { nextToken }) };
        const params = { path: { executionArn }, query };
        const answer: Schemas['WorkflowHistory'] = await bodyOf(
          api.GET('/workflows/{executionArn}/history', { params }),
        );
        events.push(...answer.result.events);
        ({ nextToken } = answer.result);
      }
      return events;
    },
  });
