import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../../api/api.js';
import { textIn } from '../../../ui/fields.js';
import { Problem } from '../../../ui/problem.js';
import { configIn, kindNamed, type KindName, kindNames, kindOf } from './kinds.js';

export interface ChannelValues {
  type: Schemas['NotificationChannel']['type'];
  name: string;
  enabled: boolean;
  config: Record<string, unknown>;
}

interface Props {
  before?: Schemas['NotificationChannel'];
  save: (values: ChannelValues) => void;
  isSaving: boolean;
  error: Error | null;
}

/** What a channel is made of. Secrets go in, and are not shown again. */
export function ChannelForm({ before, save, isSaving, error }: Props) {
  const [kind, setKind] = useState<KindName>(before === undefined ? 'slack-webhook' : kindOf(before));
  const { fields, note, type } = kindNamed(kind);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save({ type, name: textIn(form, 'name'), enabled: form.has('enabled'), config: configIn(form, kind) });
  };
  return (
    <form onSubmit={submit} className="stack narrow" autoComplete="off">
      {before === undefined && (
        <label>
          Kind
          <select
            value={kind}
            onChange={({ target }) => setKind(kindNames.find((one) => one === target.value) ?? kind)}
          >
            {kindNames.map((one) => (
              <option key={one} value={one}>
                {kindNamed(one).label}
              </option>
            ))}
          </select>
        </label>
      )}
      {note !== undefined && <p className="soft">{note}</p>}
      <label>
        Name
        <input name="name" required maxLength={64} defaultValue={before?.name} />
      </label>
      {fields.map(({ name, label, isSecret, isList, ...field }) => {
        // what is left empty of a channel that is there stays
        const ifEmpty =
          before === undefined || (isSecret !== true && field.ifEmpty === undefined)
            ? field.ifEmpty
            : 'as it is';
        return (
          <label key={kind + name}>
            {label}
            {ifEmpty !== undefined && ` (left empty: ${ifEmpty})`}
            <input
              name={name}
              spellCheck={false}
              required={ifEmpty === undefined}
              {...(isList === true ? {} : { maxLength: 2048 })}
              {...(isSecret === true
                ? { type: 'password', autoComplete: 'new-password' }
                : { defaultValue: shown(before?.config[name]) })}
            />
          </label>
        );
      })}
      <label className="check">
        <input type="checkbox" name="enabled" defaultChecked={before?.enabled ?? true} /> It is on
      </label>
      <Problem error={error} />
      <p className="actions">
        <button className="button primary" disabled={isSaving}>
          {before === undefined ? 'Make the channel' : 'Save'}
        </button>
      </p>
    </form>
  );
}

const shown = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '';
