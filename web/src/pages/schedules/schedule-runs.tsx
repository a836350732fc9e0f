import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { duration } from '../../ui/duration.js';
import { More } from '../../ui/more.js';
import { Empty, Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { runsOf } from './queries.js';

const CAUSES = { catch_up: 'catch-up', backfill: 'backfill', manual: 'manual' } as const;

/** What has run, and what was left out and why, the newest first. */
export function ScheduleRuns({ scheduleId }: { scheduleId: string }) {
  const runs = useInfiniteQuery(runsOf(scheduleId));
  return (
    <section className="card">
      <header className="page-head">
        <h2>Runs</h2>
        <AsCurl path={`/schedules/${scheduleId}/runs`} />
      </header>
      <Shown of={runs}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Empty title="It has not run yet">
              <p>Its first run comes at its next time, or when it is run now.</p>
            </Empty>
          ) : (
            <>
              <ul className="rows" aria-live="polite">
                {items.map((run) => (
                  <Run key={run.runId} run={run} />
                ))}
              </ul>
              <More of={runs} />
            </>
          );
        }}
      </Shown>
    </section>
  );
}

const Run = ({ run }: { run: Schemas['ScheduleRun'] }) => (
  <li data-run={run.runId}>
    <Time at={run.plannedAt} />
    <span className={run.status === 'failed' ? 'chip problem' : 'chip'}>{run.status}</span>
    {run.cause !== 'schedule' && (
      <span className="soft">
        {CAUSES[run.cause]} by {run.requestedBy}
      </span>
    )}
    {run.latenessMs !== null && <span className="soft">{duration(run.latenessMs)} late</span>}
    {run.attempt > 1 && <span className="soft">try {run.attempt}</span>}
    {run.nextAttemptAt !== null && run.startedAt !== null && (
      <span className="soft">
        next try <Time at={run.nextAttemptAt} short />
      </span>
    )}
    {run.reason !== null && <span>{run.reason}</span>}
    {run.error !== null && <span className="problem">{run.error}</span>}
    {run.executionId !== null && (
      <span className="soft">
        {run.executionType}{' '}
        {run.executionArn === null ? (
          <code>{run.executionId}</code>
        ) : (
          <Link to="/workflows/$executionArn" params={{ executionArn: run.executionArn }} className="arn">
            {run.executionId}
          </Link>
        )}{' '}
        <Copy
          text={run.executionArn ?? run.executionId}
          what={`id of the ${run.executionType ?? 'execution'}`}
        />
      </span>
    )}
  </li>
);
