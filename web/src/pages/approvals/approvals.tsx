import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { AsCurl } from '../../ui/as-curl.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { Empty } from '../../ui/states.js';
import { ApprovalRow } from './approval-row.js';
import { approvalsOf } from './queries.js';
import { pathOf, statuses, type Status } from './status.js';

/** What people were asked to decide: what waits, unless something else is wanted. */
export function Approvals() {
  const { status = 'pending' } = useSearch({ from: '/approvals' });
  const navigate = useNavigate({ from: '/approvals' });
  const list = useInfiniteQuery(approvalsOf(status));
  return (
    <>
      <header className="page-head">
        <h1>Approvals</h1>
        <label className="beside">
          Status
          <select
            data-filter=""
            value={status}
            onChange={({ target }) =>
              void navigate({ search: { status: statuses.find((one) => one === target.value) } })
            }
          >
            {statuses.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <AsCurl path={pathOf(status)} />
      </header>
      <PagedRows
        of={list}
        label="Approvals"
        skeleton={8}
        nothing={<None status={status} />}
        row={(approval) => <ApprovalRow key={approval.id} approval={approval} />}
      />
    </>
  );
}

const None = ({ status }: { status: Status }) =>
  status === 'pending' ? (
    <Empty title="Nothing waits for a decision">
      <p>
        A fix or a workflow that needs one asks here.{' '}
        <Link to="/approvals" search={{ status: 'any' }}>
          See what was decided
        </Link>
      </p>
    </Empty>
  ) : (
    <Empty title={status === 'any' ? 'Nothing was ever asked for' : `Nothing is ${status}`}>
      <p>
        Ask for the fix of a finding:{' '}
        <Link to="/findings" search={{ status: 'open' }}>
          Open findings
        </Link>
      </p>
    </Empty>
  );
