import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { between } from '../../ui/duration.js';
import { RowList } from '../../ui/row-list.js';
import { Empty } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { StatusBadge } from './status.js';

type Installation = Schemas['PatchInstallationWithBatches'];

/** How far it is, and its batches in their order. */
export const Batches = ({ installation: { status, progress, batches } }: { installation: Installation }) => (
  <section aria-label="Batches" className="parts">
    <div className="card">
      <h2>Progress</h2>
      <p>
        <progress
          max={100}
          value={progress.percent}
          aria-label={`${progress.percent} % of its batches are over`}
        />{' '}
        <b data-count="percent">{progress.percent}</b> %
      </p>
      <ul className="counts">
        <li>
          <b data-count="total">{progress.total}</b> {progress.total === 1 ? 'batch' : 'batches'}
        </li>
        <li>
          <b data-count="succeeded">{progress.succeeded}</b> succeeded
        </li>
        <li>
          <b data-count="failed">{progress.failed}</b> failed
        </li>
        <li>
          <b data-count="not-started">{progress.notStarted}</b> never began
        </li>
      </ul>
    </div>
    {batches.length === 0 ? (
      <Empty title="It has no batch">
        <p>
          {status === 'planning'
            ? 'It is being planned.'
            : 'Nothing could be installed: why stands with each instance that was left out.'}
        </p>
      </Empty>
    ) : (
      <RowList label="Batches of the installation">
        {batches.map((batch) => (
          <li key={batch.id} data-batch={batch.seq}>
            <span>
              <StatusBadge of={batch.status} />{' '}
              <Link to="/patching/batches/$batchId" params={{ batchId: batch.id }} data-row="">
                Batch {batch.seq}
              </Link>
            </span>
            <span className="soft">
              {batch.accountId} {batch.zone ?? batch.region}
            </span>
            <span className="soft">
              {batch.reason}{' '}
              {batch.startedAt === null ? (
                'not begun'
              ) : (
                <>
                  began <Time at={batch.startedAt} short />
                  {batch.endedAt !== null && `, took ${between(batch.startedAt, batch.endedAt) ?? ''}`}
                </>
              )}
            </span>
          </li>
        ))}
      </RowList>
    )}
  </section>
);
