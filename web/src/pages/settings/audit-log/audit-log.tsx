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
  ['actor', 'Actor (email)'],
  ['action', 'Action, such as account.created'],
  ['targetType', 'Target type, such as account'],
  ['targetId', 'Target id'],
  ['since', 'From', 'date'],
  ['until', 'To', 'date'],
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
  return (
    <div className="with-side">
      <Filters>
        <FilterForm
          texts={TEXTS}
          filters={filters}
          change={(search) => void navigate({ search, replace: true })}
        />
      </Filters>
      <Listed
        of={useInfiniteQuery(entries(filters))}
        title="Audit log"
        things={['entry', 'entries']}
        curl={pathOf(filters)}
        nothing={
          Object.values(filters).every((one) => one === undefined) ? (
            <Empty title="Nothing was changed yet">
              <p>Each change by a key, a link or the service itself is written here.</p>
            </Empty>
          ) : (
            <Empty title="Nothing passes these filters">
              <p>
                <Link to="/settings/audit-log">Remove the filters</Link>
              </p>
            </Empty>
          )
        }
        row={(entry) => <AuditRow key={entry.id} entry={entry} />}
      />
    </div>
  );
}
