import type { Schemas } from '../../api/api.js';
import { Copy } from '../../ui/copy.js';
import { JsonTree } from '../../ui/json-tree.js';
import { Time } from '../../ui/time.js';
import { targetOf } from './status.js';

const OVERLAPS = {
  skip: 'skip the new run',
  queue_one: 'queue one run',
  allow: 'allow both',
  cancel_running: 'cancel the running one',
} as const;
const MISSED = {
  run_once: 'run once, for the newest',
  run_all: 'run all, late',
  skip: 'skip',
} as const;

/** How it was set. */
export function ScheduleFacts({ schedule }: { schedule: Schemas['Schedule'] }) {
  const { scheduleId, scheduleExpression, timezone, scheduleType, parameters, engine } = schedule;
  const { flexibleTimeWindowMinutes: window, jitterSeconds, startDate, endDate } = schedule;
  return (
    <section className="card">
      <h2>Settings</h2>
      <dl className="facts">
        <dt>Id</dt>
        <dd>
          <code>{scheduleId}</code> <Copy text={scheduleId} what="id" />
        </dd>
        <dt>Type</dt>
        <dd>{scheduleType}</dd>
        <dt>Expression</dt>
        <dd>
          <code>{scheduleExpression}</code> in {timezone}
        </dd>
        <dt>Starts</dt>
        <dd>{targetOf(schedule)}</dd>
        {(startDate !== null || endDate !== null) && (
          <>
            <dt>Between</dt>
            <dd>
              {startDate === null ? 'its creation' : <Time at={startDate} />} and{' '}
              {endDate === null ? 'no end' : <Time at={endDate} />}
            </dd>
          </>
        )}
        <dt>Overlap policy</dt>
        <dd>{OVERLAPS[schedule.overlapPolicy]}</dd>
        <dt>Missed runs</dt>
        <dd>{MISSED[schedule.misfirePolicy]}</dd>
        <dt>Jitter</dt>
        <dd>{window === 0 && jitterSeconds === 0 ? 'none' : `up to ${window} min and ${jitterSeconds} s`}</dd>
        <dt>Max attempts</dt>
        <dd>{schedule.maxAttempts}</dd>
        {schedule.actionAfterCompletion === 'DELETE' && (
          <>
            <dt>After its last time</dt>
            <dd>it is deleted</dd>
          </>
        )}
        <dt>Created by</dt>
        <dd>
          {schedule.createdBy}, <Time at={schedule.createdAt} />
        </dd>
        <dt>Updated by</dt>
        <dd>
          {schedule.savedBy}, <Time at={schedule.updatedAt} />
        </dd>
        <dt>Engine</dt>
        <dd className={engine.state === 'error' ? 'problem' : undefined}>
          {engine.name}, {engine.state.replaceAll('_', ' ')} {engine.error}
        </dd>
      </dl>
      {Object.keys(parameters).length > 0 && (
        <ul className="tree">
          <JsonTree name="parameters" value={parameters} isOpen />
        </ul>
      )}
    </section>
  );
}
