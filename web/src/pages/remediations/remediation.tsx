import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { Empty, Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { Asked } from './asked.js';
import { Change } from './change.js';
import { countsIn, remediationOf } from './queries.js';
import { RemediationStatus } from './remediation-status.js';
import { Rollback } from './rollback.js';
import { isMoving } from './status.js';

/** One remediation: what it changes, who has agreed, what was called, and the way back. */
export function RemediationPage() {
  const { remediationId } = useParams({ from: '/remediations/$remediationId' });
  return (
    <>
      <p>
        <Link to="/remediations">← Remediations</Link>
      </p>
      <Shown of={useQuery(remediationOf(remediationId))} lines={10}>
        {(remediation) => (
          <article className="parts" key={remediationId}>
            <Head remediation={remediation} />
            {remediation.approvals.length > 0 && <Asked approvals={remediation.approvals} />}
            <section className="card">
              <h2>Changes</h2>
              {remediation.changes.length === 0 ? (
                <Empty
                  title={isMoving(remediation.status) ? 'It is being planned' : 'There is nothing to change'}
                />
              ) : (
                remediation.changes.map((change) => <Change key={change.changeId} change={change} />)
              )}
            </section>
            <Rollback remediation={remediation} />
          </article>
        )}
      </Shown>
    </>
  );
}

function Head({ remediation }: { remediation: Schemas['Remediation'] }) {
  const { remediationId, findingIds, dryRun, reason, counts, requestedBy } = remediation;
  const { correlationId, executionArn } = remediation;
  const count = findingIds.length === 1 ? '1 finding' : `${findingIds.length} findings`;
  return (
    <header>
      <p role="status">
        <RemediationStatus of={remediation} /> <AsCurl path={`/remediations/${remediationId}`} />
      </p>
      <h1>
        {dryRun ? 'Dry run of a fix of ' : 'Fix of '}
        {count}
      </h1>
      {reason !== null && <p>{reason}</p>}
      <dl className="facts">
        <dt>Id</dt>
        <dd>
          <code>{remediationId}</code> <Copy text={remediationId} what="id" />
        </dd>
        <dt>Asked for by</dt>
        <dd>
          {requestedBy} <Time at={remediation.createdAt} />
        </dd>
        <dt>Changes</dt>
        <dd>{countsIn(counts) || 'none yet'}</dd>
        {remediation.endedAt !== null && (
          <>
            <dt>Ended</dt>
            <dd>
              <Time at={remediation.endedAt} />
            </dd>
          </>
        )}
        <dt>Correlation id</dt>
        <dd>
          <code>{correlationId}</code> <Copy text={correlationId} what="correlation id" />
        </dd>
        {executionArn !== null && (
          <>
            <dt>Workflow</dt>
            <dd>
              <Link to="/workflows/$executionArn" params={{ executionArn }}>
                Its execution
              </Link>
            </dd>
          </>
        )}
      </dl>
    </header>
  );
}
