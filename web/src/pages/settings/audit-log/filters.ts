import { pathWith, textsIn } from '../../../ui/search.js';

const names = ['actor', 'action', 'targetType', 'targetId', 'since', 'until'] as const;
export type AuditFilters = Partial<Record<(typeof names)[number], string | undefined>>;

export const filtersIn = (search: Record<string, unknown>): AuditFilters => textsIn(search, names);

/** The begin of a day of the address, or of one after it, by the reader's clock; text that is none is left out. */
function timeOf(day: string | undefined, laterDays = 0): string | undefined {
  const at = new Date(`${day ?? ''}T00:00`);
  if (Number.isNaN(at.getTime())) return undefined;
  at.setDate(at.getDate() + laterDays); // not each day has 24 hours
  return at.toISOString();
}

/** As the API is asked: the last day is a part of what is wanted. */
export const queryOf = ({ since, until, ...texts }: AuditFilters): AuditFilters => ({
  ...texts,
  since: timeOf(since),
  until: timeOf(until, 1),
});

export const pathOf = (filters: AuditFilters): string => pathWith('/audit-log', queryOf(filters));
