import { type FormEvent } from 'react';
import { ShepherdError, type Schemas } from '../../api/api.js';
import { severities } from '../../ui/severity.js';
import { fieldOf, type Parameter, settingsIn, textOf } from './parameters.js';

/** A field for each thing that can be set, of its kind. */
export function SettingsForm({
  control,
  save,
  isSaving,
  error,
}: {
  control: Schemas['Control'];
  save: (body: Schemas['SetControl']) => void;
  isSaving: boolean;
  error: Error | null;
}) {
  const wrong = new Set(error instanceof ShepherdError ? error.details.map(({ path }) => path) : []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(settingsIn(new FormData(event.currentTarget), control));
  };
  return (
    <form onSubmit={submit} className="stack">
      <label>
        Severity
        <select name="severity" defaultValue={control.severity} aria-invalid={wrong.has('severity')}>
          {severities.map((one) => (
            <option key={one} value={one}>
              {one}
              {one === control.defaultSeverity && ' (by default)'}
            </option>
          ))}
        </select>
      </label>
      {control.parameters.map((one) => (
        <Field key={one.name} of={one} isWrong={wrong.has(`parameters.${one.name}`)} />
      ))}
      <p className="actions">
        <button className="button primary" disabled={isSaving}>
          Save
        </button>
      </p>
    </form>
  );
}

function Field({ of: { name, value, default: own }, isWrong }: { of: Parameter; isWrong: boolean }) {
  const common = { name: fieldOf(name), 'aria-invalid': isWrong };
  if (typeof own === 'boolean')
    return (
      <label className="check">
        <input type="checkbox" {...common} defaultChecked={value === true} /> {name} (by default {textOf(own)}
        )
      </label>
    );
  return (
    <label>
      {name}
      {Array.isArray(own) ? ', one a line' : ''} (by default {textOf(own) || 'none'})
      {Array.isArray(value) ? (
        <textarea {...common} rows={3} spellCheck={false} defaultValue={value.join('\n')} />
      ) : typeof own === 'number' ? (
        <input type="number" step="any" required {...common} defaultValue={String(value)} />
      ) : (
        <input maxLength={500} {...common} defaultValue={String(value)} />
      )}
    </label>
  );
}
