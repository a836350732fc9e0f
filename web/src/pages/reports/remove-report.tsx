import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas } from '../../api/api.js';
import { Dialog } from '../../ui/dialog.js';
import { REPORTS } from './queries.js';

/** Deletes a report with its files, once that was asked for twice. */
export function RemoveReport({ report: { reportId, title } }: { report: Schemas['Report'] }) {
  const [isOpen, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.DELETE('/reports/{reportId}', { params: { path: { reportId } } }),
    onSuccess: async () => {
      setOpen(false);
      await queryClient.invalidateQueries({ queryKey: [REPORTS] });
    },
  });
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)} aria-label={`Delete ${title}`}>
        Delete …
      </button>
      <Dialog title="Delete this report?" isOpen={isOpen} close={() => setOpen(false)}>
        <p>
          “{title}” goes with its files, and cannot be brought back. The audit log keeps their SHA-256 and who
          deleted them.
        </p>
        {remove.error !== null && (
          <p className="problem" role="alert">
            {remove.error.message}
          </p>
        )}
        <p className="actions">
          <button
            type="button"
            className="button danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            Delete it
          </button>
          <button type="button" className="button" onClick={() => setOpen(false)}>
            Keep it
          </button>
        </p>
      </Dialog>
    </>
  );
}
