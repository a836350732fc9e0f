import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../../api/session.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Choice } from '../../ui/choice.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { ShownCount } from '../../ui/shown-count.js';
import { Empty } from '../../ui/states.js';
import { schedulesOf } from './queries.js';
import { ScheduleRow } from './schedule-row.js';
import { pathOf, statuses } from './status.js';

/** All schedules, and when each runs next. */
export function Schedules() {
  const { status } = useSearch({ from: '/schedules' });
  const navigate = useNavigate({ from: '/schedules' });
  const mayMake = useMay('operator');
  const list = useInfiniteQuery(schedulesOf(status));
  const shown = list.data?.pages.flatMap(({ items }) => items).length;
  return (
    <>
      <header className="page-head">
        <h1>Schedules</h1>
        <ShownCount of={shown} more={list.hasNextPage} name="schedule" />
        <Choice
          label="Status"
          of={statuses}
          value={status}
          choose={(chosen) => void navigate({ search: { status: chosen }, replace: true })}
          inWords={(one) => ({ ENABLED: 'on', DISABLED: 'off' })[one]}
          isFilter
        />
        <span className="actions">
          {mayMake && (
            <Link to="/schedules/new" className="button primary">
              New schedule
            </Link>
          )}
          <Link to="/schedules/calendar" className="button">
            Calendar
          </Link>
          <Link to="/schedules/settings" className="button">
            Schedule Settings
          </Link>
          <AsCurl path={pathOf(status)} />
        </span>
      </header>
      <PagedRows
        of={list}
        label="Schedules"
        skeleton={8}
        nothing={
          <Empty title={status === undefined ? 'There is no schedule' : 'No schedule is like this'}>
            {status !== undefined ? (
              <p>
                <Link to="/schedules">See all of them</Link>
              </p>
            ) : mayMake ? (
              <p>
                <Link to="/schedules/new">Make the first</Link>, for a scan or a workflow
              </p>
            ) : (
              <p>An operator can make one.</p>
            )}
          </Empty>
        }
        row={(schedule) => <ScheduleRow key={schedule.scheduleId} schedule={schedule} />}
      />
    </>
  );
}
