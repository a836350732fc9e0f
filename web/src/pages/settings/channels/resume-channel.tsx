import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../../api/api.js';
import { Problem } from '../../../ui/problem.js';
import { channelsChanged } from './queries.js';

/** Ends the pause of a channel whose receiver did not take anything any more. */
export function ResumeChannel({ id }: { id: string }) {
  const queryClient = useQueryClient();
  const resume = useMutation({
    mutationFn: () => bodyOf(api.POST('/notifications/channels/{id}/resume', { params: { path: { id } } })),
    onSuccess: (now) => channelsChanged(queryClient, now),
  });
  return (
    <>
      <p>
        Nothing is sent by it. Mend what it says, or change where it leads; then what has waited goes out as
        one digest.
      </p>
      <Problem error={resume.error} />
      <p className="actions">
        <button type="button" className="button" disabled={resume.isPending} onClick={() => resume.mutate()}>
          Resume
        </button>
      </p>
    </>
  );
}
