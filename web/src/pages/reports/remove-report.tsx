import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas } from '../../api/api.js';
import { Confirm } from '../../ui/confirm.js';
import { REPORTS } from './queries.js';

/** Deletes a report with its files, once that was asked for twice. */
export function RemoveReport({ report: { reportId, title } }: { report: Schemas['Report'] }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.DELETE('/reports/{reportId}', { params: { path: { reportId } } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [REPORTS] }),
  });
  return (
    <Confirm act="Delete" name={title} title="Delete this report?" mutation={remove}>
      <p>
        “{title}” goes with its files, and cannot be brought back. The audit log keeps their SHA-256 and who
        deleted them.
      </p>
    </Confirm>
  );
}
