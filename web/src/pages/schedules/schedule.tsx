import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMay } from '../../api/session.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Empty, Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { Backfill } from './backfill.js';
import { nextOf, scheduleOf } from './queries.js';
import { ScheduleActions } from './schedule-actions.js';
import { ScheduleFacts } from './schedule-facts.js';
import { ScheduleRuns } from './schedule-runs.js';
import { nameOf, stateOf } from './status.js';
import { Times } from './times.js';

/** One schedule: what it starts and when, when next, and what has come of it so far. */
export function SchedulePage() {
  const { scheduleId } = useParams({ from: '/schedules/$scheduleId' });
  const mayChange = useMay('operator');
  return (
    <>
      <p>
        <Link to="/schedules">← Schedules</Link>
      </p>
      <Shown of={useQuery(scheduleOf(scheduleId))} lines={10}>
        {(schedule) => (
          <article className="parts">
            <header>
              <p>
                <span className="chip">{stateOf(schedule)}</span> <AsCurl path={`/schedules/${scheduleId}`} />
              </p>
              <h1>{nameOf(schedule)}</h1>
              <p>{schedule.inWords}</p>
              {schedule.paused && (
                <p>
                  Paused by {schedule.paused.by} <Time at={schedule.paused.at} short />: “
                  {schedule.paused.reason}”
                </p>
              )}
              {schedule.disabledReason !== null && <p className="problem">Off: {schedule.disabledReason}</p>}
              {mayChange && <ScheduleActions key={scheduleId} schedule={schedule} />}
            </header>
            <div className="pair">
              <ScheduleFacts schedule={schedule} />
              <Next scheduleId={scheduleId} isOn={stateOf(schedule) === 'on'} />
            </div>
            <ScheduleRuns scheduleId={scheduleId} />
            {mayChange && <Backfill key={scheduleId} scheduleId={scheduleId} />}
          </article>
        )}
      </Shown>
    </>
  );
}

const Next = ({ scheduleId, isOn }: { scheduleId: string; isOn: boolean }) => (
  <section className="card">
    <h2>Next times</h2>
    {!isOn && <p className="soft">As if it were on.</p>}
    <Shown of={useQuery(nextOf(scheduleId))} lines={10}>
      {({ next }) =>
        next.length === 0 ? (
          <Empty title="It has no more times">
            <p>Its expression, or its end, lets none through: change one of them.</p>
          </Empty>
        ) : (
          <Times of={next} />
        )
      }
    </Shown>
  </section>
);
