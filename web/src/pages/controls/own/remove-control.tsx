import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schemas } from '../../../api/api.js';
import { Dialog } from '../../../ui/dialog.js';
import { Problem } from '../../../ui/problem.js';
import { changed, ownControlOf, ownControls } from '../queries.js';

/** Deletes a control and resolves what it has found, once that was asked for twice. */
export function RemoveControl({ control: { id, title } }: { control: Schemas['CustomControl'] }) {
  const [isOpen, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => api.DELETE('/controls/custom/{id}', { params: { path: { id } } }),
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: ownControls.queryKey, exact: true }); // what is gone is not shown
      await navigate({ to: '/controls/custom' });
      queryClient.removeQueries({ queryKey: ownControlOf(id).queryKey });
      await changed(queryClient);
    },
  });
  return (
    <>
      <button type="button" className="button danger" onClick={() => setOpen(true)}>
        Delete …
      </button>
      <Dialog title="Delete this control?" isOpen={isOpen} close={() => setOpen(false)}>
        <p>
          “{title}” decides nothing any more, and what it has found is resolved. It cannot be brought back; to
          keep it without that it decides, switch it off.
        </p>
        <Problem error={remove.error} />
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
