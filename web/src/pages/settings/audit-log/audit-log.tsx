import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { api, bodyOf } from '../../../api/api.js';
import { paged } from '../../../api/paged.js';
import { FilterForm } from '../../../ui/filter-form.js';
import { Filters } from '../../../ui/filters.js';
import { Listed } from '../../../ui/listed.js';
import { Empty } from '../../../ui/states.js';
import { For } from '../for.js';
import { AuditRow } from './audit-row.js';
import { type AuditFilters, pathOf, queryOf } from './filters.js';

const TEXTS = [
  ['actor', 'Who (email)'],
  ['action', 'Action'],
  ['targetType', 'Kind of thing'],
  ['targetId', 'Thing (id)'],
] as const;

const entries = (filters: AuditFilters) =>
  paged(['audit-log', filters], (page) =>
    bodyOf(api.GET('/audit-log', { params: { query: { ...page, ...queryOf(filters) } } })),
  );

/** Who changed what, newest first. */
export const AuditLog = () => (
  <For role="admin">
    <List />
  </For>
);

function List() {
  const filters = useSearch({ from: '/settings/audit-log' });
  const navigate = useNavigate({ from: '/settings/audit-log' });
  const change = (changed: AuditFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const day = (name: 'since' | 'until', label: string) => (
    <label>
      {label}
      <input
        type="date"
        value={filters[name] ?? ''}
        onChange={({ target }) => change({ [name]: target.value || undefined })}
      />
    </label>
  );
  return (
    <div className="with-side">
      <Filters>
        <FilterForm texts={TEXTS} filters={filters} change={change}>
          {day('since', 'From')}
          {day('until', 'To')}
        </FilterForm>
      </Filters>
      <Listed
        of={useInfiniteQuery(entries(filters))}
        title="Audit log"
        things={['entry', 'entries']}
        curl={pathOf(filters)}
        nothing={
          <Empty title="Nothing passes these filters">
            <p>
              <Link to="/settings/audit-log">Remove the filters</Link>
            </p>
          </Empty>
        }
        row={(entry) => <AuditRow key={entry.id} entry={entry} />}
      />
    </div>
  );
}
