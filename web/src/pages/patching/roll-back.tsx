import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { Dialog } from '../../ui/dialog.js';
import { textIn } from '../../ui/fields.js';
import { Problem } from '../../ui/problem.js';
import { changed } from './queries.js';

type Batch = Schemas['PatchBatch'];

/** On these nothing was installed, or nothing is left of it. */
const NOT_TOUCHED: readonly string[] = ['rolled_back', 'untouched', 'not_started', 'refused', 'pending'];

/** Gives instances back the root volumes that they had, once that was asked for twice. */
export function RollBack({ batch }: { batch: Batch }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <p>
        <button type="button" className="button danger" onClick={() => setOpen(true)}>
          Take it back …
        </button>
      </p>
      <Dialog title="Take this batch back?" isOpen={isOpen} close={close}>
        <Ask batch={batch} close={close} />
      </Dialog>
    </>
  );
}

function Ask({ batch: { id, instances }, close }: { batch: Batch; close: () => void }) {
  const queryClient = useQueryClient();
  const touched = instances.filter(({ status }) => !NOT_TOUCHED.includes(status));
  const takeBack = useMutation({
    mutationFn: (reason: string) =>
      bodyOf(
        api.POST('/patching/batches/{id}/rollback', {
          params: { path: { id } },
          body: reason === '' ? {} : { reason },
        }),
      ),
    onSuccess: close,
    onSettled: () => changed(queryClient),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    takeBack.mutate(textIn(new FormData(event.currentTarget), 'reason'));
  };
  return (
    <form onSubmit={submit} className="stack">
      <p>
        These get back the root volumes that they had before, and restart. What was written on those volumes
        since is lost.
      </p>
      <ul className="rows" aria-label="What is taken back">
        {touched.map(({ id: rowId, instanceId, kept }) => (
          <li key={rowId}>
            <code>{instanceId}</code>
            <span className="soft">
              {kept === null
                ? 'how it was before was not kept: it cannot be taken back'
                : `from ${kept.rootSnapshotId ?? kept.imageId ?? 'its snapshot'}`}
            </span>
          </li>
        ))}
      </ul>
      <label>
        Why (goes into the audit log)
        <input name="reason" maxLength={1000} />
      </label>
      <Problem error={takeBack.error} />
      <p className="actions">
        <button className="button danger" disabled={takeBack.isPending}>
          {takeBack.isPending ? 'Looking whether it can be …' : 'Take it back'}
        </button>
        <button type="button" className="button" onClick={close}>
          Leave it
        </button>
      </p>
    </form>
  );
}
