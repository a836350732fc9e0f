import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../../api/session.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Filters } from '../../ui/filters.js';
import { usd } from '../../ui/money.js';
import { Empty, Shown } from '../../ui/states.js';
import { Chosen } from './chosen.js';
import { useChosen } from './use-chosen.js';
import { Facets } from './facets.js';
import { FilterFields } from './filter-fields.js';
import { pathOf, type FindingFilters } from './filters.js';
import { FindingRows } from './finding-rows.js';
import { findingsOf } from './queries.js';

/** All findings that the address's filters let through. */
export function Findings() {
  const filters = useSearch({ from: '/findings' });
  const navigate = useNavigate({ from: '/findings' });
  const change = (changed: FindingFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const list = useInfiniteQuery(findingsOf(filters));
  const counts = list.data?.pages[0]?.counts;
  const { chosen, choose, chooseAll } = useChosen();
  const mayChoose = useMay('operator');
  return (
    <>
      <header className="page-head">
        <h1>Findings</h1>
        {counts && (
          <p>
            <b data-count="total">{counts.total.toLocaleString('en-US')}</b> findings,{' '}
            <b data-count="savings">{usd(counts.estimatedMonthlySavingsUsd)}</b> a month could be saved
          </p>
        )}
        <AsCurl path={pathOf(filters)} />
      </header>
      <div className="with-side">
        <Filters>
          <FilterFields filters={filters} change={change} />
          {counts && <Facets filters={filters} counts={counts} change={change} />}
        </Filters>
        <Shown of={list} lines={12}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            return items.length === 0 ? (
              <Empty title="No finding passes these filters">
                <button type="button" className="button" onClick={() => void navigate({ search: {} })}>
                  Remove the filters
                </button>
              </Empty>
            ) : (
              <div>
                {mayChoose && <Chosen items={items} chosen={chosen} chooseAll={chooseAll} />}
                <FindingRows
                  items={items}
                  more={
                    list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined
                  }
                  isAll={!list.hasNextPage}
                  chosen={chosen}
                  choose={mayChoose ? choose : undefined}
                />
              </div>
            );
          }}
        </Shown>
      </div>
    </>
  );
}
