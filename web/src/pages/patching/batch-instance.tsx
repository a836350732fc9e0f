import type { Schemas } from '../../api/api.js';
import { Copy } from '../../ui/copy.js';
import { Time } from '../../ui/time.js';
import { Health } from './health.js';
import { PatchStates } from './patch-states.js';
import { StatusBadge } from './status.js';

type Instance = Schemas['PatchBatch']['instances'][number];

/** What was done to one instance. */
export const BatchInstance = ({ instance }: { instance: Instance }) => {
  const { instanceId, status, reason, notes, groups, zone, kept, restored } = instance;
  return (
    <section className="card" aria-label={instanceId} data-instance={instanceId}>
      <header className="page-head">
        <h2>
          {instanceId} <Copy text={instanceId} what={`id of ${instanceId}`} />
        </h2>
        <span>
          <StatusBadge of={status} />
        </span>
      </header>
      <p className="soft">{[zone, ...groups].filter((one) => one !== null).join(', ')}</p>
      {reason !== null && <p className="problem">{reason}</p>}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      <PatchStates instance={instance} />
      {instance.health !== null && <Health of={instance.health} />}
      {restored !== null && (
        <p>
          {restored.differences.length === 0
            ? 'Rolled back: its patches are as they were before.'
            : `Rolled back, but it is not as before: ${restored.differences.join('; ')}.`}{' '}
          Root volume: {restored.rootVolumeId === null ? 'not known' : <Id of={restored.rootVolumeId} />}
        </p>
      )}
      {kept !== null && (
        <p className="soft">
          Snapshot before:{' '}
          {[...new Set([kept.rootSnapshotId, kept.imageId, ...kept.snapshotIds])].map(
            (id) => id !== null && <Id key={id} of={id} />,
          )}
        </p>
      )}
      <Calls of={instance.calls} />
    </section>
  );
};

const Id = ({ of: id }: { of: string }) => (
  <>
    <code>{id}</code> <Copy text={id} what={`id ${id}`} />{' '}
  </>
);

const Calls = ({ of: calls }: { of: Instance['calls'] }) =>
  calls.length === 0 ? null : (
    <details>
      <summary>{calls.length === 1 ? '1 call' : `${calls.length} calls`}</summary>
      <ul className="rows">
        {calls.map(({ name, status, attempts, result, error, startedAt }) => (
          <li key={name}>
            <span className={status === 'failed' ? 'chip problem' : 'chip'}>{status}</span> {name}
            <span className="soft">
              <Time at={startedAt} />
              {attempts > 1 && `, ${attempts} attempts`}
            </span>
            {result !== null && result !== undefined && (
              <code className="soft">{JSON.stringify(result)}</code>
            )}
            {error !== null && <span className="problem">{error}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
