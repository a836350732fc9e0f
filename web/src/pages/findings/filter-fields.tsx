import { FilterForm } from '../../ui/filter-form.js';
import type { FindingFilters } from './filters.js';

const TEXTS = [
  ['resourceArn', 'Resource ARN'],
  ['controlId', 'Control'],
  ['accountId', 'Account'],
  ['region', 'Region'],
] as const;

/** Filters that are typed, and those that are one of a few. */
export function FilterFields({
  filters,
  change,
}: {
  filters: FindingFilters;
  change: (filters: FindingFilters) => void;
}) {
  return (
    <FilterForm texts={TEXTS} filters={filters} change={change}>
      <label>
        Order
        <select
          value={filters.order ?? 'worst'}
          onChange={({ target }) => change({ order: target.value === 'newest' ? 'newest' : undefined })}
        >
          <option value="worst">the worst first</option>
          <option value="newest">the newest first</option>
        </select>
      </label>
      <label>
        Status
        <select
          value={filters.status ?? ''}
          onChange={({ target }) =>
            change({ status: target.value === '' ? undefined : (target.value as 'open' | 'resolved') })
          }
        >
          <option value="">any</option>
          <option>open</option>
          <option>resolved</option>
        </select>
      </label>
      <label>
        Suppressed
        <select
          value={filters.suppressed === undefined ? '' : String(filters.suppressed)}
          onChange={({ target }) =>
            change({ suppressed: target.value === '' ? undefined : target.value === 'true' })
          }
        >
          <option value="">any</option>
          <option value="false">no</option>
          <option value="true">yes</option>
        </select>
      </label>
    </FilterForm>
  );
}
