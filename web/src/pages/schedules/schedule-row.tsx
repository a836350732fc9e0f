import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { Time } from '../../ui/time.js';
import { ZonedTime } from '../../ui/zoned-time.js';
import { nameOf, stateOf, targetOf } from './status.js';

/** What it is, when it runs in words, and its next time on two clocks. */
export function ScheduleRow({ schedule }: { schedule: Schemas['Schedule'] }) {
  const { scheduleId, inWords, nextRunAt, timezone, paused } = schedule;
  const state = stateOf(schedule);
  return (
    <li>
      <span>
        <Link to="/schedules/$scheduleId" params={{ scheduleId }} data-row="">
          {nameOf(schedule)}
        </Link>{' '}
        <span className="chip">{state}</span>
        <small className="soft line">starts {targetOf(schedule)}</small>
      </span>
      <span>{inWords}</span>
      <span>
        {state === 'on' && nextRunAt !== null ? (
          <>
            <Time at={nextRunAt} short />, <Time at={nextRunAt} />
            <small className="line">
              <ZonedTime at={nextRunAt} timezone={timezone} />
            </small>
          </>
        ) : (
          <span className="soft">
            {state === 'over' ? 'It has no more times.' : (schedule.disabledReason ?? paused?.reason)}
          </span>
        )}
      </span>
    </li>
  );
}
