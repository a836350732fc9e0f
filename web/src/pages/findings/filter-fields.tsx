import { type FormEvent } from 'react';
import { textIn } from '../../ui/fields.js';
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
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    change(Object.fromEntries(TEXTS.map(([name]) => [name, textIn(form, name) || undefined])));
  };
  return (
    // by its key it is made anew when the address changes by other means
    <form key={JSON.stringify(TEXTS.map(([name]) => filters[name]))} onSubmit={submit} className="filters">
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
      {TEXTS.map(([name, label], i) => (
        <label key={name}>
          {label}
          <input name={name} defaultValue={filters[name] ?? ''} {...(i === 0 ? { 'data-filter': '' } : {})} />
        </label>
      ))}
      <button className="button">Filter</button>
    </form>
  );
}
