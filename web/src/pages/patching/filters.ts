import { textsIn } from '../../ui/search.js';
import { severities, type Severity } from '../../ui/severity.js';
import { askedStatuses, type AskedStatus, installationStatuses, type InstallationStatus } from './status.js';

type Search = Record<string, unknown>;

const PLACE = ['accountId', 'region', 'instanceId'] as const;

/** Their fields, as a form names them. */
export const PLACE_TEXTS = [
  ['instanceId', 'Instance'],
  ['accountId', 'Account'],
  ['region', 'Region'],
] as const;

/** Which instances. */
export type ComplianceFilters = Partial<Record<(typeof PLACE)[number], string | undefined>>;
export const complianceIn = (search: Search): ComplianceFilters => textsIn(search, PLACE);

export const openOrClosed = ['open', 'closed'] as const;

export interface VulnerabilityFilters extends ComplianceFilters {
  vulnerabilityId?: string | undefined;
  severity?: Severity | undefined;
  status?: (typeof openOrClosed)[number] | undefined;
  patchable?: boolean | undefined;
}

export function vulnerabilitiesIn(search: Search): VulnerabilityFilters {
  const severity = severities.find((one) => one === search['severity']);
  const status = openOrClosed.find((one) => one === search['status']);
  const { patchable } = search;
  return {
    ...textsIn(search, [...PLACE, 'vulnerabilityId']),
    ...(severity === undefined ? {} : { severity }),
    ...(status === undefined ? {} : { status }),
    ...(typeof patchable === 'boolean' ? { patchable } : {}),
  };
}

/** As the API is asked. */
export const vulnerabilityQuery = ({ patchable, ...rest }: VulnerabilityFilters) => ({
  ...rest,
  ...(patchable === undefined ? {} : { patchable: patchable ? ('true' as const) : ('false' as const) }),
});

export interface InstallationFilters {
  status?: InstallationStatus | undefined;
  executionId?: string | undefined;
}

export function installationsIn(search: Search): InstallationFilters {
  const status = installationStatuses.find((one) => one === search['status']);
  return { ...textsIn(search, ['executionId']), ...(status === undefined ? {} : { status }) };
}

export function askedIn({ status }: Search): { status?: AskedStatus | undefined } {
  const chosen = askedStatuses.find((one) => one === status);
  return chosen === undefined ? {} : { status: chosen };
}

/** Whose patches an installation is planned with: what instances lack, or what was approved. */
export interface PatchFilters extends ComplianceFilters {
  vulnerabilityId?: string | undefined;
  approvalId?: string | undefined;
}

export const patchesIn = (search: Search): PatchFilters =>
  textsIn(search, [...PLACE, 'vulnerabilityId', 'approvalId']);
