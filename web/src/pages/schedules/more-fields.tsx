import type { Schemas } from '../../api/api.js';
import { toTimeField } from '../../ui/fields.js';
import { misfires, overlaps } from './form-values.js';

const OVERLAPS = {
  skip: 'do not start',
  queue_one: 'wait',
  allow: 'start beside it',
  cancel_running: 'replace it',
} as const satisfies Record<(typeof overlaps)[number], string>;
const MISFIRES = {
  run_once: 'run once, for the newest',
  run_all: 'run all of them',
  skip: 'leave them out',
} as const satisfies Record<(typeof misfires)[number], string>;

/** What most schedules leave as it is. */
export const MoreFields = ({ before }: { before: Schemas['Schedule'] | undefined }) => (
  <details
    // a field that is wrong keeps the form from being sent: it is not to lie hidden
    onInvalidCapture={({ currentTarget }) => (currentTarget.open = true)}
  >
    <summary>More</summary>
    <div className="stack">
      <label>
        Type
        <input
          name="scheduleType"
          required
          pattern="[a-z0-9][a-z0-9\-]{0,63}"
          title="Lower-case letters, digits and hyphens"
          defaultValue={before?.scheduleType ?? 'compliance-scan'}
        />
      </label>
      <label>
        Overlap: when the run before has not ended
        <select name="overlapPolicy" defaultValue={before?.overlapPolicy ?? 'skip'}>
          {overlaps.map((one) => (
            <option key={one} value={one}>
              {OVERLAPS[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Missed runs
        <select name="misfirePolicy" defaultValue={before?.misfirePolicy ?? 'run_once'}>
          {misfires.map((one) => (
            <option key={one} value={one}>
              {MISFIRES[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Not before (your time; left out: from now on)
        <input
          type="datetime-local"
          step="1"
          name="startDate"
          defaultValue={toTimeField(before?.startDate ?? null)}
        />
      </label>
      <label>
        Not from then on (your time; left out: without an end)
        <input
          type="datetime-local"
          step="1"
          name="endDate"
          defaultValue={toTimeField(before?.endDate ?? null)}
        />
      </label>
      <label>
        Jitter: spread over so many seconds
        <input
          type="number"
          name="jitterSeconds"
          min={0}
          max={3600}
          defaultValue={before?.jitterSeconds ?? 0}
        />
      </label>
    </div>
  </details>
);
