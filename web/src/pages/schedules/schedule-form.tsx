import { type FormEvent } from 'react';
import type { Schemas } from '../../api/api.js';
import { Problem } from '../../ui/problem.js';
import { valuesIn, type Values } from './form-values.js';
import { MoreFields } from './more-fields.js';
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
    save(valuesIn(new FormData(event.currentTarget), before));
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
      <MoreFields before={before} />
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
