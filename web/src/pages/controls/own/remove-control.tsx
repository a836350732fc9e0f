import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, type Schemas } from '../../../api/api.js';
import { Confirm } from '../../../ui/confirm.js';
import { changed, ownControlOf, ownControls } from '../queries.js';

/** Deletes a control and resolves what it has found, once that was asked for twice. */
export function RemoveControl({ control: { id, title } }: { control: Schemas['CustomControl'] }) {
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
    <Confirm act="Delete" name={title} title="Delete this control?" mutation={remove}>
      <p>
        “{title}” decides nothing any more, and what it has found is resolved. It cannot be brought back; to
        keep it without that it decides, switch it off.
      </p>
    </Confirm>
  );
}
