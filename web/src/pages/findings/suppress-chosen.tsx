import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../api/api.js';
import { Dialog } from '../../ui/dialog.js';
import { FINDINGS } from './queries.js';
import { type Outcome, suppressAll } from './suppress-all.js';
import { SuppressFields, suppressionIn } from './suppress-fields.js';

interface Props {
  ids: readonly string[];
  isOpen: boolean;
  close: () => void;
  /** Those that could not be suppressed stay chosen. */
  keep: (ids: readonly string[]) => void;
}

/** Accepts many findings for one reason, and shows how far that is. */
export function SuppressChosen({ ids, isOpen, close, keep }: Props) {
  const queryClient = useQueryClient();
  const [far, setFar] = useState<Outcome>();
  const suppress = useMutation({
    mutationFn: (body: Schemas['SuppressFinding']) => suppressAll(ids, body, setFar),
    onSuccess: async ({ failed }) => {
      if (failed.length === 0) close();
      keep(failed.map(({ id }) => id));
      await queryClient.invalidateQueries({ queryKey: [FINDINGS] });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setFar(undefined);
    suppress.mutate(suppressionIn(event.currentTarget));
  };
  return (
    <Dialog title={`Suppress ${ids.length} findings`} isOpen={isOpen} close={close}>
      <form onSubmit={submit} className="stack">
        <SuppressFields />
        {far !== undefined && (
          <div role="status">
            <progress value={far.done + far.failed.length} max={far.total} aria-label="Progress" /> {far.done}{' '}
            of {far.total} suppressed
            {far.failed.length > 0 && (
              <ul className="problem">
                {far.failed.map(({ id, message }) => (
                  <li key={id}>
                    <code>{id}</code> {message}
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
        <button className="button primary" disabled={suppress.isPending}>
          Suppress them
        </button>
      </form>
    </Dialog>
  );
}
