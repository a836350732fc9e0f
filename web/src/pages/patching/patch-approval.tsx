import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { ResourceLink } from '../../ui/resource-link.js';
import { SeverityBadge } from '../../ui/severity.js';
import { Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { patchApprovalOf } from './queries.js';
import { StatusBadge } from './status.js';

type Approval = Schemas['PatchApproval'];

/** Patches that are decided together: which, by whom, and what came of it. */
export function PatchApprovalPage() {
  const { patchApprovalId } = useParams({ from: '/patching/approvals/$patchApprovalId' });
  return (
    <>
      <p>
        <Link to="/patching/approvals">← Patch approvals</Link>
      </p>
      <Shown of={useQuery(patchApprovalOf(patchApprovalId))} lines={10}>
        {(approval) => (
          <article className="parts">
            <Head approval={approval} />
            {approval.installations !== null && approval.installations.length > 0 && (
              <Installed of={approval.installations} />
            )}
            <Patches of={approval.patches} />
          </article>
        )}
      </Shown>
    </>
  );
}

function Head({ approval }: { approval: Approval }) {
  const mayPlan = useMay('operator');
  const { id, kind, by, status, approvalId, decidedBy, decidedAt, expiresAt } = approval;
  return (
    <header>
      <p role="status">
        <StatusBadge of={status} />
      </p>
      <h1>
        <span data-count="patches">{approval.patchCount}</span> {kind}{' '}
        {approval.patchCount === 1 ? 'patch' : 'patches'} on{' '}
        <span data-count="instances">{approval.instanceCount}</span>{' '}
        {approval.instanceCount === 1 ? 'instance' : 'instances'}
      </h1>
      <dl className="facts">
        <dt>Decided by</dt>
        <dd>
          {decidedBy.join(', ') ||
            (by === 'policy' ? 'the policy' : status === 'pending' ? 'nobody yet' : 'nobody')}
        </dd>
        <dt>Decided</dt>
        <dd>
          {decidedAt === null ? 'not yet' : <Time at={decidedAt} />}
          {status === 'pending' && expiresAt !== null && (
            <>
              , expires <Time at={expiresAt} short />
            </>
          )}
        </dd>
        <dt>Published to EventBridge</dt>
        <dd>{approval.publishedAt === null ? 'no' : <Time at={approval.publishedAt} />}</dd>
        <dt>Vulnerabilities that the scan saw</dt>
        <dd data-count="vulnerabilities">{approval.vulnerabilityCount}</dd>
        <dt>Id</dt>
        <dd>
          <code>{id}</code> <Copy text={id} what="id" />
        </dd>
      </dl>
      <p className="actions">
        {approvalId !== null && (
          <Link to="/approvals/$approvalId" params={{ approvalId }} className="button">
            {status === 'pending' ? 'Decide it' : 'What people were asked'}
          </Link>
        )}
        {mayPlan && status === 'approved' && (
          <Link to="/patching/installations/new" search={{ approvalId: id }} className="button">
            Plan their installation
          </Link>
        )}
        <AsCurl path={`/patching/approvals/${id}`} />
      </p>
    </header>
  );
}

const Installed = ({ of: installations }: { of: NonNullable<Approval['installations']> }) => (
  <section className="card">
    <h2>Installations</h2>
    <ul className="rows">
      {installations.map(({ executionId, executionName, patchCount, error }) => (
        <li key={executionName}>
          {executionId === null ? (
            executionName
          ) : (
            <Link to="/patching/installations" search={{ executionId }}>
              {executionName}
            </Link>
          )}
          <span className="soft">{patchCount === 1 ? '1 patch' : `${patchCount} patches`}</span>
          {error !== null && <span className="problem">{error}</span>}
        </li>
      ))}
    </ul>
  </section>
);

const Patches = ({ of: patches }: { of: Approval['patches'] }) => (
  <section className="card">
    <h2>Patches</h2>
    <ul className="rows" aria-label="Patches">
      {patches.map(({ patchId, resourceArn, severity, cveIds }) => (
        <li key={`${resourceArn} ${patchId}`}>
          <SeverityBadge of={severity} /> <b>{patchId}</b>
          <span>
            <ResourceLink arn={resourceArn} /> <Copy text={resourceArn} what="ARN" />
          </span>
          <span className="soft">{cveIds.join(', ')}</span>
        </li>
      ))}
    </ul>
  </section>
);
