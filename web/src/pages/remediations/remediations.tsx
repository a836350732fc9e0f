import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { AsCurl } from '../../ui/as-curl.js';
import { Choice } from '../../ui/choice.js';
import { More } from '../../ui/more.js';
import { RowList } from '../../ui/row-list.js';
import { pathWith } from '../../ui/search.js';
import { Empty, Shown } from '../../ui/states.js';
import { remediationsOf } from './queries.js';
import { RemediationRow } from './remediation-row.js';
import { statuses } from './status.js';

/** What was changed in accounts, or is to be, the newest first. */
export function Remediations() {
  const { status } = useSearch({ from: '/remediations' });
  const navigate = useNavigate({ from: '/remediations' });
  const list = useInfiniteQuery(remediationsOf(status));
  return (
    <>
      <header className="page-head">
        <h1>Remediations</h1>
        <Choice
          label="Status"
          of={statuses}
          value={status}
          choose={(chosen) => void navigate({ search: { status: chosen }, replace: true })}
        />
        <AsCurl path={pathWith('/remediations', { status })} />
      </header>
      <Shown of={list} lines={8}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Empty title={status === undefined ? 'Nothing was changed yet' : 'No remediation is like this'}>
              <p>
                Plan the fix of a finding first; nothing is changed by that:{' '}
                <Link to="/findings" search={{ status: 'open' }}>
                  Open findings
                </Link>
              </p>
            </Empty>
          ) : (
            <>
              <RowList label="Remediations">
                {items.map((remediation) => (
                  <RemediationRow key={remediation.remediationId} remediation={remediation} />
                ))}
              </RowList>
              <More of={list} />
            </>
          );
        }}
      </Shown>
    </>
  );
}
