import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Confirm } from '../../ui/confirm.js';
import { changed } from './queries.js';
import { canBeRolledBack } from './status.js';

type Instance = Schemas['PatchBatch']['instances'][number];

/** Something was installed on it, or may have been, and is not gone again. */
const isTouched = ({ status, calls }: Instance): boolean =>
  status !== 'rolled_back' && status !== 'untouched' && calls.some(({ name }) => name === 'install');

/** Gives instances back the root volumes that they had, once that was asked for twice. */
export function RollBack({ batch: { id, seq, status, instances } }: { batch: Schemas['PatchBatch'] }) {
  const mayRollBack = useMay('approver');
  const [reason, setReason] = useState('');
  const queryClient = useQueryClient();
  const rollBack = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/patching/batches/{id}/rollback', {
          params: { path: { id } },
          body: reason.trim() === '' ? {} : { reason },
        }),
      ),
    onSettled: () => changed(queryClient),
  });
  const touched = instances.filter(isTouched);
  if (!mayRollBack || !canBeRolledBack(status) || touched.length === 0) return null;
  const lost = touched.filter(({ kept }) => kept === null);
  if (lost.length > 0)
    return (
      <p className="soft">
        It cannot be rolled back: how {lost.map(({ instanceId }) => instanceId).join(', ')} was before was not
        kept.
      </p>
    );
  return (
    <p className="actions">
      <Confirm
        act="Roll back"
        name={`batch ${seq}`}
        title="Roll this batch back?"
        yes={rollBack.isPending ? 'Looking whether it can be …' : 'Roll it back'}
        no="Leave it"
        mutation={rollBack}
      >
        <div className="stack">
          <p>
            These get back the root volumes that they had before, and restart. What was written on those
            volumes since is lost.
          </p>
          <ul className="rows" aria-label="What is rolled back">
            {touched.map(({ id: rowId, instanceId, kept }) => (
              <li key={rowId}>
                <code>{instanceId}</code>
                <span className="soft">from {kept?.rootSnapshotId ?? kept?.imageId ?? 'its snapshot'}</span>
              </li>
            ))}
          </ul>
          <label>
            Why (goes into the audit log)
            <input
              name="reason"
              maxLength={1000}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </label>
        </div>
      </Confirm>
    </p>
  );
}
