import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { Time } from '../../ui/time.js';
import { approvedOf } from './decisions.js';

/** What is asked, by whom, and how it stands. */
export function ApprovalRow({ approval }: { approval: Schemas['ApprovalSummary'] }) {
  const { id, status, title, requestedBy, createdAt, expiresAt, decidedAt, quorum } = approval;
  return (
    <li>
      <span>
        <Link to="/approvals/$approvalId" params={{ approvalId: id }} data-row="">
          {title}
        </Link>{' '}
        <span className="chip">{status}</span>
      </span>
      <span className="soft">
        asked by {requestedBy} <Time at={createdAt} short />
      </span>
      <span className="soft">
        {status === 'pending' ? (
          <>
            {quorum > 1 && `${approvedOf(approval)} of ${quorum} have approved, `}expires{' '}
            <Time at={expiresAt} short />
          </>
        ) : (
          <>
            {approval.expired ? 'by itself ' : ''}
            <Time at={decidedAt} short />
          </>
        )}
      </span>
    </li>
  );
}
