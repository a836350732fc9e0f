import { pathWith, textsIn } from '../../../ui/search.js';

export const names = ['actor', 'action', 'targetType', 'targetId', 'since', 'until'] as const;
export type AuditFilters = Partial<Record<(typeof names)[number], string | undefined>>;

export const filtersIn = (search: Record<string, unknown>): AuditFilters => textsIn(search, names);

const DAY_MS = 86_400_000;

/** A day of the address, by the reader's clock; text that is none is left out. */
function timeOf(day: string | undefined, laterMs = 0): string | undefined {
  const at = Date.parse(`${day ?? ''}T00:00`);
  return Number.isNaN(at) ? undefined : new Date(at + laterMs).toISOString();
}

/** As the API is asked: the last day is a part of what is wanted. */
export const queryOf = ({ since, until, ...texts }: AuditFilters): AuditFilters => ({
  ...texts,
  since: timeOf(since),
  until: timeOf(until, DAY_MS),
});

export const pathOf = (filters: AuditFilters): string => pathWith('/audit-log', queryOf(filters));
