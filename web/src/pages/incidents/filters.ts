import { pathWith, textsIn } from '../../ui/search.js';
import { severities, type Severity } from '../../ui/severity.js';
import { statuses, type Status } from './standing.js';

/** What the address of the list says. */
export interface IncidentFilters {
  status?: Status | undefined;
  severity?: Severity | undefined;
  incidentType?: string | undefined;
  resourceArn?: string | undefined;
}

const TEXTS = ['incidentType', 'resourceArn'] as const;

/** Whatever stands in an address; what is no filter is left out. */
export function filtersIn(search: Record<string, unknown>): IncidentFilters {
  const status = statuses.find((one) => one === search['status']);
  const severity = severities.find((one) => one === search['severity']);
  return {
    ...textsIn(search, TEXTS),
    ...(status === undefined ? {} : { status }),
    ...(severity === undefined ? {} : { severity }),
  };
}

export const pathOf = (filters: IncidentFilters): string => pathWith('/incidents', { ...filters });
