import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { More } from '../../ui/more.js';
import { pathWith } from '../../ui/search.js';
import { Empty, Shown } from '../../ui/states.js';
import { Day } from './calendar-day.js';
import { dayOf, daysFrom, entriesOf, weekFrom } from './calendar-week.js';
import { calendarOf } from './queries.js';
import { nameOf } from './status.js';

const hasPassed = (schedules: readonly Schemas['ScheduleTimes'][]): boolean =>
  schedules.some(({ times: [first] }) => first !== undefined && Date.parse(first) < Date.now());

/** What runs on which of seven days, on the reader's clock. */
export function ScheduleCalendar() {
  const { from = dayOf(new Date()) } = useSearch({ from: '/schedules/calendar' });
  const days = daysFrom(from);
  const [first, last] = [days[0].toISOString(), (days.at(-1) ?? days[0]).toISOString()];
  const list = useInfiniteQuery(calendarOf(first, last));
  return (
    <>
      <p>
        <Link to="/schedules">← Schedules</Link>
      </p>
      <header className="page-head">
        <h1>Calendar</h1>
        <nav className="actions" aria-label="Weeks">
          <Link to="/schedules/calendar" search={{ from: weekFrom(from, -1) }} className="button">
            Previous week
          </Link>
          <Link to="/schedules/calendar" search={{}} className="button">
            Today
          </Link>
          <Link to="/schedules/calendar" search={{ from: weekFrom(from, 1) }} className="button">
            Next week
          </Link>
          <AsCurl path={pathWith('/schedules/calendar', { from: first, to: last })} />
        </nav>
      </header>
      <Shown of={list} lines={10}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          const often = items.filter(({ more }) => more);
          return (
            <>
              {list.hasNextPage ? (
                <section aria-label="Not all schedules">
                  <p>These are not all schedules yet.</p>
                  <More of={list} />
                </section>
              ) : (
                items.length === 0 && (
                  <Empty title="Nothing runs in these days">
                    <p>
                      Schedules that are off or paused are not in it:{' '}
                      <Link to="/schedules">see all of them</Link>
                    </p>
                  </Empty>
                )
              )}
              {often.length > 0 && (
                <section className="card">
                  <h2>All the time</h2>
                  <ul className="rows">
                    {often.map((schedule) => (
                      <li key={schedule.scheduleId}>
                        <Link to="/schedules/$scheduleId" params={{ scheduleId: schedule.scheduleId }}>
                          {nameOf(schedule)}
                        </Link>
                        <span className="soft">{schedule.inWords}</span>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
              {hasPassed(items) && (
                <p className="soft">
                  Times that have passed are told by the schedules as they are now: what has run stands with
                  each of them.
                </p>
              )}
              {items.length > 0 && (
                <div className="week">
                  {entriesOf(items, days).map((day) => (
                    <Day key={day.day.toISOString()} {...day} isWhole={!list.hasNextPage} />
                  ))}
                </div>
              )}
            </>
          );
        }}
      </Shown>
    </>
  );
}
