import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { Decide, decidersOf } from './decide.js';
import { Decisions } from './decisions.js';
import { Details } from './details.js';
import { approvalOf } from './queries.js';

/** One question: what will be done, who asks, who has said what, and the answer. */
export function ApprovalPage() {
  const { approvalId } = useParams({ from: '/approvals/$approvalId' });
  return (
    <>
      <p>
        <Link to="/approvals">← Approvals</Link>
      </p>
      <Shown of={useQuery(approvalOf(approvalId))} lines={10}>
        {(approval) => (
          <article className="parts">
            <Head approval={approval} />
            <Details details={approval.details} />
            <Decisions approval={approval} />
            {approval.status === 'pending' && <Decide key={approval.id} approval={approval} />}
          </article>
        )}
      </Shown>
    </>
  );
}

function Head({ approval }: { approval: Schemas['Approval'] }) {
  const { id, status, title, requestedBy, claimedBy, level, workflowType, executionArn } = approval;
  return (
    <header>
      <p>
        <span className="chip">{status}</span> <AsCurl path={`/approvals/${id}`} />
      </p>
      <h1>{title}</h1>
      <dl className="facts">
        <dt>Asked by</dt>
        <dd>
          {requestedBy}
          {claimedBy !== null && claimedBy !== requestedBy && ` for ${claimedBy}`},{' '}
          <Time at={approval.createdAt} />
        </dd>
        <dt>Decided by</dt>
        <dd>
          {decidersOf(level)} (level {level})
        </dd>
        {status === 'pending' && (
          <>
            <dt>Expires</dt>
            <dd>
              <Time at={approval.expiresAt} />, and is{' '}
              {approval.defaultDecision === 'approve' ? 'approved' : 'rejected'} then
            </dd>
          </>
        )}
        <dt>Workflow</dt>
        <dd>{workflowType}</dd>
        <dt>Execution</dt>
        <dd className="arn">
          {executionArn ?? `${approval.executionId} (not kept any more)`}{' '}
          {executionArn !== null && <Copy text={executionArn} what="ARN of the execution" />}
        </dd>
      </dl>
    </header>
  );
}
