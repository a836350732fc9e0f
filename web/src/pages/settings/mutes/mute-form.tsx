import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { LAST_TIME, toTimeField } from '../../../ui/fields.js';
import { Problem } from '../../../ui/problem.js';
import { muteIn } from './form-values.js';
import { RuleFields } from './rule-fields.js';
import { Trial } from './trial.js';

interface Props {
  before?: Schemas['Mute'];
  save: (mute: Schemas['SaveMute']) => void;
  isSaving: boolean;
  error: Error | null;
}

/** Says what it would mute before it can be saved. */
export function MuteForm({ before, save, isSaving, error }: Props) {
  const [rules, setRules] = useState(() => (before?.rules ?? [undefined]).map((_, i) => String(i)));
  const made = useRef(rules.length);
  const test = useMutation({
    mutationFn: (body: Schemas['SaveMute']) => bodyOf(api.POST('/mutes/test', { body })),
  });
  /** What was refused before: it says nothing of what is in the fields since, and is there until the next answer. */
  const [old, setOld] = useState<Error | null>(null);
  const forget = () => {
    test.reset();
    setOld(error);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    forget();
    test.mutate(muteIn(new FormData(event.currentTarget), rules, before));
  };
  const change = (now: string[]) => {
    forget();
    setRules(now);
  };
  return (
    // what was tried is no longer what stands in the fields
    <form onSubmit={submit} onChange={forget} className="stack">
      <p className="soft">A finding is muted where one of the rules fits it.</p>
      {rules.map((at, i) => (
        <RuleFields
          key={at}
          at={at}
          number={i + 1}
          before={before?.rules[Number(at)]}
          remove={rules.length === 1 ? undefined : () => change(rules.filter((one) => one !== at))}
        />
      ))}
      <p>
        <button
          type="button"
          className="button"
          onClick={() => change([...rules, String((made.current += 1) - 1)])}
        >
          Another rule
        </button>
      </p>
      <label>
        Why
        <textarea name="reason" required maxLength={1000} rows={2} defaultValue={before?.reason} />
      </label>
      <label>
        Until (left empty: until it is deleted)
        <input
          type="datetime-local"
          step="1"
          max={LAST_TIME}
          name="expiresAt"
          defaultValue={toTimeField(before?.expiresAt ?? null)}
        />
      </label>
      <Problem error={test.error ?? (error === old ? null : error)} />
      {test.data !== undefined && <Trial of={test.data} />}
      <p className="actions">
        <button className="button" disabled={test.isPending}>
          Show what it would mute
        </button>
        {test.data !== undefined && (
          <button
            type="button"
            className="button primary"
            disabled={isSaving}
            onClick={() => save(test.variables)}
          >
            {before === undefined ? 'Mute' : 'Save'}
          </button>
        )}
      </p>
    </form>
  );
}
