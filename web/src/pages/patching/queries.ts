import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/api.js';
import { paged } from '../../api/paged.js';
import { APPROVALS } from '../approvals/queries.js';
import {
  type ComplianceFilters,
  type InstallationFilters,
  type VulnerabilityFilters,
  vulnerabilityQuery,
} from './filters.js';
import { type AskedStatus, isBatchUnderWay, isUnderWay } from './status.js';

const WATCHED_MS = 2000;
const REFRESHED_MS = 15_000;
const RARELY_MS = 60_000;

export const PATCHING = 'patching';

export const complianceOf = (filters: ComplianceFilters) =>
  paged(
    [PATCHING, 'compliance', filters],
    (page) => bodyOf(api.GET('/patching/compliance', { params: { query: { ...filters, ...page } } })),
    () => RARELY_MS,
  );

export const vulnerabilitiesOf = (filters: VulnerabilityFilters) =>
  paged(
    [PATCHING, 'vulnerabilities', filters],
    (page) =>
      bodyOf(api.GET('/vulnerabilities', { params: { query: { ...vulnerabilityQuery(filters), ...page } } })),
    () => RARELY_MS,
  );

export const installationsOf = (filters: InstallationFilters) =>
  paged(
    [PATCHING, 'installations', filters],
    (page) => bodyOf(api.GET('/patching/installations', { params: { query: { ...filters, ...page } } })),
    (items) => (items.some(({ status }) => isUnderWay(status)) ? WATCHED_MS : REFRESHED_MS),
  );

export const installationOf = (id: string) =>
  queryOptions({
    queryKey: [PATCHING, 'installation', id],
    queryFn: () => bodyOf(api.GET('/patching/installations/{id}', { params: { path: { id } } })),
    // a batch may be taken back when all is over
    refetchInterval: ({ state: { data } }) =>
      data !== undefined &&
      (isUnderWay(data.status) || data.batches.some((one) => isBatchUnderWay(one.status)))
        ? WATCHED_MS
        : REFRESHED_MS,
  });

/** The installation that an execution has begun; null: it has not come so far. */
export const installationOfExecution = (executionId: string) =>
  queryOptions({
    queryKey: [PATCHING, 'installation-of', executionId],
    queryFn: async () =>
      (await bodyOf(api.GET('/patching/installations', { params: { query: { executionId } } }))).items[0] ??
      null,
    refetchInterval: ({ state: { data } }) => (data === null || data === undefined ? WATCHED_MS : false),
  });

export const batchOf = (id: string) =>
  queryOptions({
    queryKey: [PATCHING, 'batch', id],
    queryFn: () => bodyOf(api.GET('/patching/batches/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && isBatchUnderWay(data.status) ? WATCHED_MS : REFRESHED_MS,
  });

export const patchApprovalsOf = (status: AskedStatus | undefined) =>
  paged(
    [PATCHING, 'approvals', status ?? null],
    (page) =>
      bodyOf(
        api.GET('/patching/approvals', {
          params: { query: { ...(status === undefined ? {} : { status }), ...page } },
        }),
      ),
    () => REFRESHED_MS,
  );

export const patchApprovalOf = (id: string) =>
  queryOptions({
    queryKey: [PATCHING, 'approval', id],
    queryFn: () => bodyOf(api.GET('/patching/approvals/{id}', { params: { path: { id } } })),
    // once it is decided its publication follows, and its installation
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? WATCHED_MS : REFRESHED_MS),
  });

export const policy = queryOptions({
  queryKey: [PATCHING, 'policy'],
  queryFn: () => bodyOf(api.GET('/patching/policy')),
  refetchInterval: REFRESHED_MS,
});

export const scanOf = (scanId: string) =>
  queryOptions({
    queryKey: [PATCHING, 'scan', scanId],
    queryFn: () => bodyOf(api.GET('/scans/{scanId}', { params: { path: { scanId } } })),
    refetchInterval: ({ state }) =>
      state.data?.status === 'queued' || state.data?.status === 'running' ? WATCHED_MS : false,
  });

export const changed = (queryClient: QueryClient): Promise<unknown> =>
  Promise.all([PATCHING, APPROVALS].map((of) => queryClient.invalidateQueries({ queryKey: [of] })));
