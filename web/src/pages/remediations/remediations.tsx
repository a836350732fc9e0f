import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { AsCurl } from '../../ui/as-curl.js';
import { Choice } from '../../ui/choice.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { pathWith } from '../../ui/search.js';
import { ShownCount } from '../../ui/shown-count.js';
import { Empty } from '../../ui/states.js';
import { remediationsOf } from './queries.js';
import { RemediationRow } from './remediation-row.js';
import { statuses, wordsOf } from './status.js';

/** What was changed in accounts, or is to be, the newest first. */
export function Remediations() {
  const { status } = useSearch({ from: '/remediations' });
  const navigate = useNavigate({ from: '/remediations' });
  const list = useInfiniteQuery(remediationsOf(status));
  const shown = list.data?.pages.flatMap(({ items }) => items).length;
  return (
    <>
      <header className="page-head">
        <h1>Remediations</h1>
        <ShownCount of={shown} more={list.hasNextPage} name="remediation" />
        <Choice
          label="Status"
          of={statuses}
          value={status}
          inWords={wordsOf}
          isFilter
          choose={(chosen) => void navigate({ search: { status: chosen }, replace: true })}
        />
        <AsCurl path={pathWith('/remediations', { status })} />
      </header>
      <PagedRows
        of={list}
        label="Remediations"
        skeleton={8}
        nothing={
          status === undefined ? (
            <Empty title="Nothing was changed yet">
              <p>
                Plan the fix of a finding first; nothing is changed by that:{' '}
                <Link to="/findings" search={{ status: 'open' }}>
                  Open findings
                </Link>
              </p>
            </Empty>
          ) : (
            <Empty title="No remediation is like this">
              <p>
                <Link to="/remediations">See all of them</Link>
              </p>
            </Empty>
          )
        }
        row={(remediation) => <RemediationRow key={remediation.remediationId} remediation={remediation} />}
      />
    </>
  );
}
