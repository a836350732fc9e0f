import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { api, bodyOf } from '../../api/api.js';
import { Dialog } from '../../ui/dialog.js';
import { textIn } from '../../ui/fields.js';
import { Problem } from '../../ui/problem.js';
import { changed } from './queries.js';

interface Props {
  scheduleId: string;
  isOpen: boolean;
  close: () => void;
}

/** Lets nothing start until it is resumed, and says why. */
export function PauseDialog({ scheduleId, isOpen, close }: Props) {
  const queryClient = useQueryClient();
  const pause = useMutation({
    mutationFn: (reason: string) =>
      bodyOf(
        api.POST('/schedules/{scheduleId}/pause', { params: { path: { scheduleId } }, body: { reason } }),
      ),
    onSuccess: (now) => {
      end();
      return changed(queryClient, now);
    },
  });
  /** What was refused is not shown when it is opened again. */
  const end = () => {
    close();
    pause.reset();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    pause.mutate(textIn(new FormData(event.currentTarget), 'reason'));
  };
  return (
    <Dialog title="Pause this schedule" isOpen={isOpen} close={end}>
      <form onSubmit={submit} className="stack">
        <p className="soft">
          Nothing starts until it is resumed; times that pass meanwhile are not made up for.
        </p>
        <label>
          Why is it paused?
          <input name="reason" required maxLength={512} />
        </label>
        <Problem error={pause.error} />
        <button className="button primary" disabled={pause.isPending}>
          Pause
        </button>
      </form>
    </Dialog>
  );
}
