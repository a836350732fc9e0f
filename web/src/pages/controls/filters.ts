import type { ControlsQuery } from '../../api/api.js';
import { pathWith, textsIn } from '../../ui/search.js';
import { severities, type Severity } from '../../ui/severity.js';
import { verdicts, type Verdict } from '../../ui/verdict.js';

export type Service = NonNullable<ControlsQuery['service']>;
export type Class = NonNullable<ControlsQuery['class']>;

export const services: readonly Service[] = [
  ...(['accessanalyzer', 'acm', 'cloudtrail', 'cloudwatch', 'config', 'dynamodb', 'ec2', 'ecr'] as const),
  ...(['efs', 'elb', 'guardduty', 'iam', 'kms', 'lambda', 'logs', 'rds', 's3', 'secretsmanager'] as const),
  ...(['securityhub', 'sns', 'sqs', 'ssm'] as const),
];
export const classes: readonly Class[] = ['security', 'waste'];

/** What the API is asked for. */
export interface Asked {
  service?: Service | undefined;
  severity?: Severity | undefined;
  class?: Class | undefined;
  frameworkId?: string | undefined;
  resourceType?: string | undefined;
}
/** What the address of the list says; the text is looked for here. */
export interface ControlFilters extends Asked {
  text?: string | undefined;
}

/** Whatever stands in an address; what is no filter is left out. */
export function filtersIn(search: Record<string, unknown>): ControlFilters {
  const filters: ControlFilters = textsIn(search, ['text', 'resourceType', 'frameworkId']);
  const service = services.find((one) => one === search['service']);
  const severity = severities.find((one) => one === search['severity']);
  const kind = classes.find((one) => one === search['class']);
  if (service !== undefined) filters.service = service;
  if (severity !== undefined) filters.severity = severity;
  if (kind !== undefined) filters.class = kind;
  return filters;
}

export const pathOf = (asked: Asked): string => pathWith('/controls', { ...asked, limit: '500' });

/** Of which of its verdicts the address of one control is. */
export interface VerdictFilters {
  verdict?: Verdict | undefined;
  accountId?: string | undefined;
}

export function verdictsIn(search: Record<string, unknown>): VerdictFilters {
  const verdict = verdicts.find((one) => one === search['verdict']);
  return { ...textsIn(search, ['accountId']), ...(verdict === undefined ? {} : { verdict }) };
}
