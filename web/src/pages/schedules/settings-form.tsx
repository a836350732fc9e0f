import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { textIn } from '../../ui/fields.js';
import { Problem } from '../../ui/problem.js';
import { changed } from './queries.js';

const frequencies = ['hourly', 'daily', 'weekly', 'custom'] as const;
const CHANNELS = [
  { name: 'slack', label: 'Slack' },
  { name: 'email', label: 'E-mail' },
] as const;

/** How often, and who is told when a scan has ended. */
export function SettingsForm({ now }: { now: Schemas['ScanScheduleConfig'] }) {
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (body: Schemas['ChangeScanScheduleConfig']) =>
      bodyOf(api.POST('/api/schedule/config', { body })),
    onSuccess: () => changed(queryClient),
  });
  return (
    <section className="card">
      <h2>How often, and who is told</h2>
      <Fields
        // by its key it is made anew when it was set, here or by somebody else
        key={JSON.stringify([now.frequency, now.custom_interval, now.channels])}
        now={now}
        save={save.mutate}
        isSaving={save.isPending}
      />
      <Problem error={save.error} />
      <p role="status">{save.isSuccess ? 'Saved' : ''}</p>
    </section>
  );
}

interface FieldsProps {
  now: Schemas['ScanScheduleConfig'];
  save: (body: Schemas['ChangeScanScheduleConfig']) => void;
  isSaving: boolean;
}

function Fields({ now, save, isSaving }: FieldsProps) {
  const [frequency, setFrequency] = useState(now.frequency);
  // a cron expression of its own is no number of minutes, and stays when the field is left empty
  const hasOwnTimes = now.frequency === 'custom' && now.custom_interval === null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const minutes = textIn(form, 'minutes');
    const custom_interval = minutes === '' ? null : Number(minutes);
    const isSame = frequency === now.frequency && custom_interval === now.custom_interval;
    save({
      ...(isSame ? {} : { frequency, custom_interval }),
      channels: CHANNELS.map(({ name }) => name).filter((name) => form.has(name)),
    });
  };
  return (
    <form onSubmit={submit} className="stack">
      <label>
        Frequency
        <select
          value={frequency}
          onChange={({ target }) =>
            setFrequency(frequencies.find((one) => one === target.value) ?? now.frequency)
          }
        >
          {frequencies.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      {frequency === 'custom' && (
        <label>
          Minutes between two scans
          <input
            type="number"
            name="minutes"
            min={1}
            max={525_600}
            required={!hasOwnTimes}
            defaultValue={now.custom_interval ?? (hasOwnTimes ? '' : 60)}
          />
        </label>
      )}
      <fieldset>
        <legend>Told when a scan has ended</legend>
        {CHANNELS.map(({ name, label }) => (
          <label key={name} className="check">
            <input type="checkbox" name={name} defaultChecked={now.channels.includes(name)} /> {label}
          </label>
        ))}
      </fieldset>
      <p className="actions">
        <button className="button primary" disabled={isSaving}>
          Save
        </button>
      </p>
    </form>
  );
}
