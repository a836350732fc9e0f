import type { Schemas } from '../../../api/api.js';
import { pathWith, textsIn } from '../../../ui/search.js';

export const statuses = ['pending', 'sent', 'failed', 'refused', 'waiting'] as const;

/** What a message is about. */
export const messageKinds = [
  ...(['scan', 'finding', 'score', 'vulnerabilities', 'assessment', 'schedule', 'workflow'] as const),
  ...(['error_rate', 'approval', 'remediation', 'kill_switch', 'incident', 'patching', 'event'] as const),
  ...(['request', 'digest', 'test'] as const),
] as const satisfies readonly Schemas['Delivery']['kind'][];

export interface DeliveryFilters {
  status?: (typeof statuses)[number] | undefined;
  kind?: (typeof messageKinds)[number] | undefined;
  channelId?: string | undefined;
}

/** Of an address. */
export function filtersIn(search: Record<string, unknown>): DeliveryFilters {
  const status = statuses.find((one) => one === search['status']);
  const kind = messageKinds.find((one) => one === search['kind']);
  return {
    ...textsIn(search, ['channelId']),
    ...(status === undefined ? {} : { status }),
    ...(kind === undefined ? {} : { kind }),
  };
}

export const pathOf = (filters: DeliveryFilters): string =>
  pathWith('/notifications/deliveries', { ...filters });
