import { pathWith, textsIn } from '../../../ui/search.js';

export const statuses = ['pending', 'sent', 'failed', 'refused', 'waiting'] as const;

export interface DeliveryFilters {
  status?: (typeof statuses)[number] | undefined;
  channelId?: string | undefined;
}

/** Of an address. */
export function filtersIn(search: Record<string, unknown>): DeliveryFilters {
  const status = statuses.find((one) => one === search['status']);
  return { ...textsIn(search, ['channelId']), ...(status === undefined ? {} : { status }) };
}

export const pathOf = ({ status, channelId }: DeliveryFilters): string =>
  pathWith('/notifications/deliveries', { status, channelId });
