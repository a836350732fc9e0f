import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { AsCurl } from '../../ui/as-curl.js';
import { Choice } from '../../ui/choice.js';
import { More } from '../../ui/more.js';
import { pathWith } from '../../ui/search.js';
import { Empty, Shown } from '../../ui/states.js';
import { verdicts } from '../../ui/verdict.js';
import type { VerdictFilters } from './filters.js';
import { verdictsOf } from './queries.js';
import { VerdictRows } from './verdict-rows.js';

/** What it says of each resource as it was read last, passes too. */
export function Verdicts({ controlId }: { controlId: string }) {
  const filters = useSearch({ from: '/controls/$controlId' });
  const navigate = useNavigate({ from: '/controls/$controlId' });
  const list = useInfiniteQuery(verdictsOf(controlId, filters));
  const { verdict, accountId } = filters;
  return (
    <section className="card">
      <header className="page-head">
        <h2>What it says of each resource</h2>
        <AsCurl path={pathWith('/verdicts', { controlId, verdict, accountId })} />
      </header>
      <div className="choices">
        <Choice
          label="Verdict"
          of={verdicts}
          value={verdict}
          choose={(one) =>
            void navigate({
              search: (before) => ({ ...before, verdict: one }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
      {accountId !== undefined && (
        <p>
          Of account {accountId}:{' '}
          <Link
            from="/controls/$controlId"
            to="."
            search={(before) => ({ ...before, accountId: undefined })}
            resetScroll={false}
          >
            show all accounts
          </Link>
        </p>
      )}
      <Shown of={list} lines={4}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Nothing filters={filters} />
          ) : (
            <>
              <VerdictRows of={items} />
              <More of={list} />
            </>
          );
        }}
      </Shown>
    </section>
  );
}

const Nothing = ({ filters: { verdict, accountId } }: { filters: VerdictFilters }) =>
  verdict !== undefined ? (
    <Empty title="None is like this">
      <p>Choose another verdict.</p>
    </Empty>
  ) : (
    <Empty
      title={`The inventory holds nothing of its type${accountId === undefined ? '' : ' in this account'}`}
    >
      <p>
        A scan fills it: start one on the <Link to="/">overview</Link>.
      </p>
    </Empty>
  );
