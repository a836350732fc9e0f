import type { Schemas } from '../../api/api.js';
import { toTimeField } from '../../ui/fields.js';
import { misfires, overlaps } from './form-values.js';

/** What most schedules leave as it is. */
export const MoreFields = ({ before }: { before: Schemas['Schedule'] | undefined }) => (
  <details>
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
        When the run before has not ended
        <select name="overlapPolicy" defaultValue={before?.overlapPolicy ?? 'skip'}>
          {overlaps.map((one, i) => (
            <option key={one} value={one}>
              {['do not start', 'wait', 'start beside it', 'replace it'][i]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Times that were missed
        <select name="misfirePolicy" defaultValue={before?.misfirePolicy ?? 'run_once'}>
          {misfires.map((one, i) => (
            <option key={one} value={one}>
              {['run once, for the newest', 'run all of them', 'leave them out'][i]}
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
        Spread over so many seconds
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
