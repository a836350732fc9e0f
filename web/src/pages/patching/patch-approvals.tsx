import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { Choice } from '../../ui/choice.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { pathWith } from '../../ui/search.js';
import { ShownCount } from '../../ui/shown-count.js';
import { Empty } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { PatchingHead } from './parts.js';
import { patchApprovalsOf } from './queries.js';
import { askedStatuses, StatusBadge } from './status.js';

/** Patches that the policy has approved, or that people were asked about, the newest first. */
export function PatchApprovals() {
  const { status } = useSearch({ from: '/patching/approvals' });
  const navigate = useNavigate({ from: '/patching/approvals' });
  const list = useInfiniteQuery(patchApprovalsOf(status));
  const shown = list.data?.pages.flatMap(({ items }) => items).length;
  return (
    <>
      <PatchingHead title="Patch approvals" curl={pathWith('/patching/approvals', { status })}>
        <ShownCount of={shown} more={list.hasNextPage} name="approval" />
        <Choice
          label="Status"
          of={askedStatuses}
          value={status}
          choose={(chosen) => void navigate({ search: { status: chosen } })}
          isFilter
        />
      </PatchingHead>
      <PagedRows
        of={list}
        label="Patch approvals"
        skeleton={8}
        nothing={<Nothing isFiltered={status !== undefined} />}
        row={(one) => <Row key={one.id} approval={one} />}
      />
    </>
  );
}

const Row = ({ approval }: { approval: Schemas['PatchApprovalSummary'] }) => {
  const { id, kind, by, status, patchCount, instanceCount, decidedBy, createdAt } = approval;
  return (
    <li data-approval={id}>
      <span>
        <StatusBadge of={status} />{' '}
        <Link to="/patching/approvals/$patchApprovalId" params={{ patchApprovalId: id }} data-row="">
          {patchCount} {kind} {patchCount === 1 ? 'patch' : 'patches'} on {instanceCount}{' '}
          {instanceCount === 1 ? 'instance' : 'instances'}
        </Link>
      </span>
      <span className="soft">
        by {by === 'policy' ? 'the policy' : 'people'}
        {decidedBy.length > 0 && `: ${decidedBy.join(', ')}`}
      </span>
      <span className="soft">
        <Time at={createdAt} short />
      </span>
    </li>
  );
};

const Nothing = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="No patch approval is like this">
      <p>
        <Link to="/patching/approvals">See all of them</Link>
      </p>
    </Empty>
  ) : (
    <Empty title="No patch was approved or asked for yet">
      <p>
        The workflow <Link to="/workflows">patch-approval</Link> scans, and approves by the{' '}
        <Link to="/patching/policy">policy</Link> or asks people; a scan that sees critical vulnerabilities
        starts it.
      </p>
    </Empty>
  );
