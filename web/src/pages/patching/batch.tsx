import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { BatchInstance } from './batch-instance.js';
import { batchOf } from './queries.js';
import { RollBack } from './roll-back.js';
import { StatusBadge } from './status.js';

/** One batch: what was done to each instance, how it was before and after, and the way back. */
export function BatchPage() {
  const { batchId } = useParams({ from: '/patching/batches/$batchId' });
  const query = useQuery(batchOf(batchId));
  return (
    <>
      <p>
        {query.data === undefined ? (
          <Link to="/patching/installations">← Installations</Link>
        ) : (
          <Link
            to="/patching/installations/$installationId"
            params={{ installationId: query.data.installationId }}
          >
            ← The installation
          </Link>
        )}
      </p>
      <Shown of={query} lines={10}>
        {(batch) => (
          <article className="parts">
            <header>
              <p role="status">
                <StatusBadge of={batch.status} />{' '}
                {batch.rollbacks > 0 && (
                  <span className="chip">
                    rollback asked for <b data-count="rollbacks">{batch.rollbacks}</b>×
                  </span>
                )}
              </p>
              <h1>Batch {batch.seq}</h1>
              {batch.reason !== null && <p>{batch.reason}</p>}
              <dl className="facts">
                <dt>Where</dt>
                <dd>
                  {batch.accountId} {batch.region} {batch.zone}
                </dd>
                <dt>Began</dt>
                <dd>{batch.startedAt === null ? 'not yet' : <Time at={batch.startedAt} />}</dd>
                <dt>Ended</dt>
                <dd>{batch.endedAt === null ? 'not yet' : <Time at={batch.endedAt} />}</dd>
                <dt>Id</dt>
                <dd>
                  <code>{batch.id}</code> <Copy text={batch.id} what="id" />
                </dd>
              </dl>
              <AsCurl path={`/patching/batches/${batch.id}`} />
              <RollBack batch={batch} />
            </header>
            <p>
              <b data-count="instances">{batch.instances.length}</b>{' '}
              {batch.instances.length === 1 ? 'instance' : 'instances'}
            </p>
            {batch.instances.map((instance) => (
              <BatchInstance key={instance.id} instance={instance} />
            ))}
          </article>
        )}
      </Shown>
    </>
  );
}
