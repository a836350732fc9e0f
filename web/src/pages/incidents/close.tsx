import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { textIn } from '../../ui/fields.js';
import { Problem } from '../../ui/problem.js';
import { changed } from './queries.js';
import { leftOf } from './standing.js';

const outcomes = ['resolved', 'false_positive', 'accepted_risk', 'duplicate'] as const;

/** The end of it, with what is to be said; while resources are cut off, only where they are to stay so. */
export function Close({ incident, close }: { incident: Schemas['Incident']; close: () => void }) {
  const { id } = incident;
  // of one resource there may be several changes
  const left = new Set(leftOf(incident).map(({ resourceArn }) => resourceArn)).size;
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: (body: Schemas['CloseIncident']) =>
      bodyOf(api.POST('/incidents/{id}/close', { params: { path: { id } }, body })),
    onSuccess: (now) => {
      close();
      return changed(queryClient, now);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    end.mutate({
      summary: textIn(form, 'summary'),
      outcome: outcomes.find((one) => one === textIn(form, 'outcome')) ?? 'resolved',
      keepContained: form.has('keepContained'),
    });
  };
  return (
    <form onSubmit={submit} className="stack">
      <label>
        Outcome
        <select name="outcome">
          {outcomes.map((one) => (
            <option key={one} value={one}>
              {one.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      </label>
      <label>
        What happened, and what was done
        <textarea name="summary" rows={4} required maxLength={10_000} />
      </label>
      {left > 0 && (
        <>
          <p>
            {left === 1 ? '1 resource is' : `${left} resources are`} cut off. Release them first, or say that
            they stay so: they can be released later too.
          </p>
          <label className="check">
            <input type="checkbox" name="keepContained" /> They stay cut off
          </label>
        </>
      )}
      <Problem error={end.error} />
      <p className="actions">
        <button className="button primary" disabled={end.isPending}>
          Close it
        </button>
      </p>
    </form>
  );
}
