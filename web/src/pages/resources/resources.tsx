import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { AsCurl } from '../../ui/as-curl.js';
import { FilterForm } from '../../ui/filter-form.js';
import { Filters } from '../../ui/filters.js';
import { PagedLines } from '../../ui/paged-lines.js';
import { Empty } from '../../ui/states.js';
import { pathOf, type ResourceFilters } from './filters.js';
import { resourcesOf } from './queries.js';
import { ResourceLine } from './resource-line.js';

const TEXTS = [
  ['text', 'Name or ARN holds'],
  ['type', 'Type'],
  ['accountId', 'Account'],
  ['region', 'Region'],
] as const;

/** The inventory, as far as the address's filters let it through. */
export function Resources() {
  const filters = useSearch({ from: '/resources' });
  const navigate = useNavigate({ from: '/resources' });
  const change = (changed: ResourceFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const list = useInfiniteQuery(resourcesOf(filters));
  const shown = list.data?.pages.flatMap(({ items }) => items).length;
  return (
    <>
      <header className="page-head">
        <h1>Resources</h1>
        {shown !== undefined && (
          <p>
            <b data-count="shown">{shown.toLocaleString('en-US')}</b>{' '}
            {list.hasNextPage ? 'resources, and more' : 'resources'}
          </p>
        )}
        <AsCurl path={pathOf(filters)} />
      </header>
      <div className="with-side">
        <Filters>
          <FilterForm texts={TEXTS} filters={filters} change={change} />
          <label className="facet">
            <input
              type="checkbox"
              checked={filters.includeDeleted === true}
              onChange={({ target }) => change({ includeDeleted: target.checked || undefined })}
            />
            Include deleted
          </label>
        </Filters>
        <PagedLines
          of={list}
          label="Resources"
          kind="resources"
          skeleton={12}
          nothing={<Nothing isFiltered={Object.keys(filters).length > 0} />}
          line={(item) => <ResourceLine key={item.arn} resource={item} />}
        />
      </div>
    </>
  );
}

const Nothing = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="No resource passes these filters">
      <p>
        <Link to="/resources">Remove the filters</Link>
      </p>
    </Empty>
  ) : (
    <Empty title="The inventory is empty">
      <p>
        A scan fills it: start one on the <Link to="/">overview</Link>.
      </p>
    </Empty>
  );
