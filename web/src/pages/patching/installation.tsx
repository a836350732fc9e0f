import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { JsonTree } from '../../ui/json-tree.js';
import { Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { AskedOf, WaitsForPeople } from '../approvals/asked-of.js';
import { Batches } from './batches.js';
import { installationOf } from './queries.js';
import { Refused } from './refused.js';
import { isUnderWay, StatusBadge } from './status.js';

type Installation = Schemas['PatchInstallationWithBatches'];

/** One installation: how far it is, batch by batch, and who has agreed to it. */
export function InstallationPage() {
  const { installationId } = useParams({ from: '/patching/installations/$installationId' });
  return (
    <>
      <p>
        <Link to="/patching/installations">← Installations</Link>
      </p>
      <Shown of={useQuery(installationOf(installationId))} lines={10}>
        {(installation) => (
          <article className="parts">
            <Head installation={installation} />
            <AskedOf executionId={installation.executionId} isLive={isUnderWay(installation.status)} />
            <Batches installation={installation} />
            {installation.refused.length > 0 && (
              <section className="card">
                <h2>Left out</h2>
                <Refused of={installation.refused} />
              </section>
            )}
            <Told installation={installation} />
          </article>
        )}
      </Shown>
    </>
  );
}

const Head = ({ installation }: { installation: Installation }) => (
  <header>
    <p role="status">
      <StatusBadge of={installation.status} />
      <WaitsForPeople executionId={installation.executionId} isLive={isUnderWay(installation.status)} />
    </p>
    <h1>Installation of patches</h1>
    {installation.reason !== null && <p>{installation.reason}</p>}
    <dl className="facts">
      <dt>Asked for by</dt>
      <dd>
        {installation.requestedBy}, <Time at={installation.createdAt} />
      </dd>
      <dt>Ended</dt>
      <dd>{installation.endedAt === null ? 'not yet' : <Time at={installation.endedAt} />}</dd>
      <dt>Id</dt>
      <dd>
        <code>{installation.id}</code> <Copy text={installation.id} what="id" />
      </dd>
      <dt>Execution</dt>
      <dd>
        <code>{installation.executionId}</code>{' '}
        <Copy text={installation.executionId} what="id of the execution" />{' '}
        <Link to="/workflows" search={{ workflowType: 'patch-installation' }}>
          executions of its workflow
        </Link>
      </dd>
    </dl>
    <AsCurl path={`/patching/installations/${installation.id}`} />
  </header>
);

/** What it was told, and who has said yes. */
const Told = ({ installation: { options, approval, batches } }: { installation: Installation }) => (
  <section className="card">
    <h2>Options and approval</h2>
    <ul className="tree">
      {Object.entries(options).map(([name, value]) => (
        <JsonTree key={name} name={name} value={value} />
      ))}
      {approval !== null && <JsonTree name="approval" value={approval} isOpen />}
    </ul>
    {/* before that, people may be asked yet */}
    {approval === null && batches.some(({ startedAt }) => startedAt !== null) && (
      <p className="soft">Nobody had to approve it.</p>
    )}
  </section>
);
