import type { ExecutionsQuery, Schemas } from '../../api/api.js';

export type Execution = Schemas['WorkflowList']['result']['executions'][number];
export type ExecutionStatus = Execution['status'];

export const statuses: readonly ExecutionStatus[] = [
  'PENDING_START',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
];

export const isUnderWay = (status: ExecutionStatus): boolean =>
  status === 'RUNNING' || status === 'PENDING_START';

/** What the address of the list says: it can be kept, sent, and gone back to. */
export interface WorkflowFilters {
  workflowType?: string | undefined;
  status?: ExecutionStatus | undefined;
}

/** Whatever stands in an address; what is no filter is left out. */
export function filtersIn({ workflowType, status }: Record<string, unknown>): WorkflowFilters {
  const known = statuses.find((one) => one === status);
  return {
    ...(typeof workflowType === 'string' && workflowType !== '' ? { workflowType } : {}),
    ...(known === undefined ? {} : { status: known }),
  };
}

/** As the API is asked. */
export const queryOf = ({ workflowType, status }: WorkflowFilters): ExecutionsQuery => ({
  ...(workflowType === undefined ? {} : { workflowType }),
  ...(status === undefined ? {} : { status }),
});

export const pathOf = (filters: WorkflowFilters): string =>
  `/workflows/list?${new URLSearchParams(queryOf(filters) as Record<string, string>).toString()}`;
