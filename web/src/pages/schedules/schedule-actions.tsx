import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { Confirm } from '../../ui/confirm.js';
import { Problem } from '../../ui/problem.js';
import { PauseDialog } from './pause-dialog.js';
import { changed, scheduleOf, SCHEDULES } from './queries.js';
import { nameOf } from './status.js';

/** What an operator can do to a schedule. */
export function ScheduleActions({ schedule }: { schedule: Schemas['Schedule'] }) {
  const { scheduleId, paused } = schedule;
  const [isPausing, setPausing] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const params = { path: { scheduleId } };
  const resume = useMutation({
    mutationFn: () => bodyOf(api.POST('/schedules/{scheduleId}/resume', { params, body: {} })),
    onSuccess: (now) => changed(queryClient, now),
  });
  const runNow = useMutation({
    mutationFn: () => bodyOf(api.POST('/schedules/{scheduleId}/run-now', { params, body: {} })),
    onSuccess: () => changed(queryClient),
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/schedules/{scheduleId}', { params }),
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: [SCHEDULES, 'list'] }); // what is gone is not shown for a moment
      await navigate({ to: '/schedules' });
      queryClient.removeQueries({ queryKey: scheduleOf(scheduleId).queryKey });
      await changed(queryClient);
    },
  });
  return (
    <>
      <p className="actions">
        <button type="button" className="button" disabled={runNow.isPending} onClick={() => runNow.mutate()}>
          Run now
        </button>
        {paused === null ? (
          <button type="button" className="button" onClick={() => setPausing(true)}>
            Pause …
          </button>
        ) : (
          <button
            type="button"
            className="button"
            disabled={resume.isPending}
            onClick={() => resume.mutate()}
          >
            Resume
          </button>
        )}
        <Link to="/schedules/$scheduleId/edit" params={{ scheduleId }} className="button">
          Change
        </Link>
        <Confirm act="Delete" name={nameOf(schedule)} title="Delete this schedule?" mutation={remove}>
          <p>
            “{nameOf(schedule)}” does not run again, and its runs are not shown any more. What it has started
            goes on.
          </p>
        </Confirm>
      </p>
      {runNow.isSuccess && <p role="status">It is run: how it goes is told below.</p>}
      <Problem error={runNow.error ?? resume.error} />
      <PauseDialog scheduleId={scheduleId} isOpen={isPausing} close={() => setPausing(false)} />
    </>
  );
}
