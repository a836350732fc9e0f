import { type FormEvent } from 'react';
import type { Schemas } from '../../api/api.js';
import { Problem } from '../../ui/problem.js';
import { misfires, overlaps, valuesIn, type Values } from './form-values.js';
import { TargetFields } from './target-fields.js';
import { TimingFields } from './timing-fields.js';

/** Fields of a schedule, empty or as one has them. */
export function ScheduleForm({
  before,
  save,
  isSaving,
  error,
}: {
  before?: Schemas['Schedule'];
  save: (values: Values) => void;
  isSaving: boolean;
  error: Error | null;
}) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(valuesIn(new FormData(event.currentTarget), before?.target));
  };
  return (
    <form onSubmit={submit} className="stack card narrow">
      <label>
        What it is for
        <input name="description" maxLength={512} defaultValue={before?.description ?? ''} />
      </label>
      <TimingFields
        before={{
          expression: before?.scheduleExpression ?? '',
          timezone: before?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
        }}
      />
      <TargetFields target={before?.target} parameters={before?.parameters} />
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
        </div>
      </details>
      <label className="check">
        <input type="checkbox" name="enabled" defaultChecked={before?.enabled ?? true} /> It is on
      </label>
      <Problem error={error} />
      <p className="actions">
        <button className="button primary" disabled={isSaving}>
          {before === undefined ? 'Make the schedule' : 'Save'}
        </button>
      </p>
    </form>
  );
}
