import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { api, bodyOf, type Schemas, ShepherdError } from '../../api/api.js';
import { textIn } from '../../ui/fields.js';
import { Json } from '../../ui/json.js';
import { Problem } from '../../ui/problem.js';
import { changed } from './queries.js';
import { leftOf } from './standing.js';

/** Brings resources back to how they were: to what, is shown first. */
export function Release({ incident, close }: { incident: Schemas['Incident']; close: () => void }) {
  const { id } = incident;
  const left = leftOf(incident).reverse();
  const queryClient = useQueryClient();
  const release = useMutation({
    mutationFn: (body: Schemas['ReleaseIncident']) =>
      bodyOf(api.POST('/incidents/{id}/release', { params: { path: { id } }, body })),
    onSuccess: close,
    onSettled: () => changed(queryClient),
  });
  const isMoved = release.error instanceof ShepherdError && release.error.status === 412;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = textIn(form, 'reason');
    release.mutate({ force: form.has('force'), ...(reason === '' ? {} : { reason }) });
  };
  return (
    <form onSubmit={submit} className="stack">
      <p>These are brought back to how they were, the last change first:</p>
      <ul className="rows" aria-label="What is released">
        {left.map(({ id: changeId, resourceArn, fixId, words, before }) => (
          <li key={changeId}>
            <span className="arn">{resourceArn}</span>{' '}
            <span className="soft">what {fixId} did is undone:</span>
            <ul className="diff whole">
              {words.map((word) => (
                <li key={word}>{word}</li>
              ))}
            </ul>
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
      {isMoved && (
        // a tick, and not another name of the button: who presses it twice has not said so
        <label className="check">
          <input type="checkbox" name="force" required /> Release them all the same: what was changed since is
          lost
        </label>
      )}
      <p className="actions">
        <button className="button danger" disabled={release.isPending}>
          {release.isPending ? 'Looking whether it can be …' : 'Release'}
        </button>
        <button type="button" className="button" onClick={close}>
          Leave it contained
        </button>
      </p>
    </form>
  );
}
