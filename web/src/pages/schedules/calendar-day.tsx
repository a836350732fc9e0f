import { Link } from '@tanstack/react-router';
import type { Entry } from './calendar-week.js';
import { nameOf } from './status.js';

const named = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
const timed = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** One day's runs, each at its time on the reader's clock; in UTC where the pointer rests. */
export const Day = ({
  day,
  entries,
  isWhole,
}: {
  day: Date;
  entries: readonly Entry[];
  /** Whether all schedules were read. */
  isWhole: boolean;
}) => (
  <section className="card">
    <h2>{named.format(day)}</h2>
    {entries.length === 0 ? (
      <p className="soft">{isWhole ? 'Nothing' : 'Nothing so far'}</p>
    ) : (
      <ol>
        {entries.map(({ at, schedule }) => (
          <li key={at.toISOString() + schedule.scheduleId} data-run-at={at.toISOString()}>
            <time
              dateTime={at.toISOString()}
              title={at.toISOString().replace('T', ' ').replace('.000Z', ' UTC')}
            >
              {timed.format(at)}
            </time>{' '}
            <Link to="/schedules/$scheduleId" params={{ scheduleId: schedule.scheduleId }}>
              {nameOf(schedule)}
            </Link>
          </li>
        ))}
      </ol>
    )}
  </section>
);
