import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { textIn } from '../../ui/fields.js';
import { Problem } from '../../ui/problem.js';
import { Empty } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { changed } from './queries.js';

const OUTCOMES = {
  created: 'had no run',
  rerun: 'was left out',
  exists: 'has run: nothing is done',
} as const;

/** Runs times of the past that had no run; which ones is shown before anything is started. */
export function Backfill({ scheduleId }: { scheduleId: string }) {
  const queryClient = useQueryClient();
  const ask = (body: Schemas['BackfillSchedule']) =>
    bodyOf(api.POST('/schedules/{scheduleId}/backfill', { params: { path: { scheduleId } }, body }));
  const look = useMutation({
    mutationFn: (span: { from: string; to: string }) => ask({ ...span, dryRun: true }),
  });
  const start = useMutation({
    mutationFn: (span: { from: string; to: string }) => ask({ ...span, dryRun: false }),
    onSuccess: () => changed(queryClient),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const at = (name: string) => new Date(textIn(form, name)).toISOString();
    start.reset();
    look.mutate({ from: at('from'), to: at('to') });
  };
  // what was looked at is no longer what stands in the fields
  const forget = () => {
    look.reset();
    start.reset();
  };
  const runs = look.data?.runs ?? [];
  const wanted = runs.filter(({ outcome }) => outcome !== 'exists').length;
  return (
    <section className="card">
      <h2>Backfill</h2>
      <p className="soft">Runs times of the past that had no run. You see which ones before any starts.</p>
      <form onSubmit={submit} onChange={forget} className="inline">
        <label>
          From (your time)
          <input type="datetime-local" name="from" required />
        </label>
        <label>
          To
          <input type="datetime-local" name="to" required />
        </label>
        <button className="button" disabled={look.isPending}>
          Show the times
        </button>
      </form>
      <Problem error={start.error ?? look.error} />
      {look.data && start.data === undefined && (
        <>
          {runs.length === 0 ? (
            <Empty title="It has no time between these two">
              <p>Choose a longer part of the past.</p>
            </Empty>
          ) : (
            <ul className="rows scrolls" tabIndex={0} aria-label="Times of the past">
              {runs.map(({ plannedAt, outcome }) => (
                <li key={plannedAt}>
                  <Time at={plannedAt} /> <span className="soft">{OUTCOMES[outcome]}</span>
                </li>
              ))}
            </ul>
          )}
          {wanted > 0 && (
            <button
              type="button"
              className="button primary"
              disabled={start.isPending}
              onClick={() => start.mutate(look.variables)}
            >
              Run {wanted === 1 ? 'this one' : `these ${wanted}`}
            </button>
          )}
        </>
      )}
      {start.data && (
        <p role="status">
          <b data-count="made">{start.data.created}</b> {start.data.created === 1 ? 'run was' : 'runs were'}{' '}
          made: they stand above.
        </p>
      )}
    </section>
  );
}
