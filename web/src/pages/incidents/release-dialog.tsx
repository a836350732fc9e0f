import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { api, bodyOf, type Schemas, ShepherdError } from '../../api/api.js';
import { Dialog } from '../../ui/dialog.js';
import { textIn } from '../../ui/fields.js';
import { Json } from '../../ui/json.js';
import { Problem } from '../../ui/problem.js';
import { changed } from './queries.js';
import { leftOf } from './standing.js';

interface Props {
  incident: Schemas['Incident'];
  isOpen: boolean;
  close: () => void;
}

/** Brings resources back to how they were: to what, is shown first. */
export const ReleaseDialog = ({ incident, isOpen, close }: Props) => (
  <Dialog title="Release its resources" isOpen={isOpen} close={close}>
    <Release incident={incident} close={close} />
  </Dialog>
);

function Release({ incident, close }: Omit<Props, 'isOpen'>) {
  const { id } = incident;
  const left = leftOf(incident).reverse();
  const queryClient = useQueryClient();
  const release = useMutation({
    mutationFn: ({ reason, force }: { reason: string; force: boolean }) =>
      bodyOf(
        api.POST('/incidents/{id}/release', {
          params: { path: { id } },
          body: { force, ...(reason === '' ? {} : { reason }) },
        }),
      ),
    onSuccess: close,
    onSettled: () => changed(queryClient),
  });
  // somebody has changed a resource since: that is lost only to who says so
  const isMoved = release.error instanceof ShepherdError && release.error.status === 412;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    release.mutate({ reason: textIn(new FormData(event.currentTarget), 'reason'), force: isMoved });
  };
  return (
    <form onSubmit={submit} className="stack">
      <p>These are brought back to how they were, the last change first:</p>
      <ul className="rows" aria-label="What is released">
        {left.map(({ id: changeId, resourceArn, fixId, words, before }) => (
          <li key={changeId}>
            <span className="arn">{resourceArn}</span> <span className="soft">{fixId} is taken back:</span>
            {words.map((word) => (
              <span key={word}>{word}</span>
            ))}
            {before !== null && (
              <div className="whole">
                <Json name="How it will be again" value={before} />
              </div>
            )}
          </li>
        ))}
      </ul>
      <label>
        Why (goes into the audit log)
        <input name="reason" maxLength={2000} />
      </label>
      <Problem error={release.error} />
      {isMoved && <p className="problem">Released all the same, what was changed since is lost.</p>}
      <p className="actions">
        <button className="button danger" disabled={release.isPending}>
          {isMoved ? 'Release all the same' : 'Release'}
        </button>
        <button type="button" className="button" onClick={close}>
          Leave it contained
        </button>
      </p>
    </form>
  );
}
