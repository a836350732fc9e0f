import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../../api/api.js';
import { Problem } from '../../../ui/problem.js';
import { type AccountValues, newExternalId, ROLE_NAME, valuesIn } from './form-values.js';
import { home } from './queries.js';

interface Props {
  before?: Schemas['Account'];
  save: (values: AccountValues) => void;
  isSaving: boolean;
  error: Error | null;
}

/** What an account is registered with. */
export function AccountForm({ before, save, isSaving, error }: Props) {
  const [externalId] = useState(() => (before === undefined ? newExternalId() : (before.externalId ?? '')));
  const { data } = useQuery(home);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(valuesIn(new FormData(event.currentTarget), data?.partition ?? 'aws'));
  };
  return (
    <form onSubmit={submit} className="stack">
      <label>
        Account id
        <input
          name="accountId"
          required
          pattern="\d{12}"
          title="12 digits"
          inputMode="numeric"
          autoComplete="off"
          readOnly={before !== undefined}
          defaultValue={before?.accountId}
        />
      </label>
      <label>
        Name
        <input name="name" maxLength={128} autoComplete="off" defaultValue={before?.name} />
      </label>
      <label>
        Regions (with commas between; left empty: all that are enabled in it)
        <input
          name="regions"
          autoComplete="off"
          spellCheck={false}
          placeholder="eu-west-1, us-east-1"
          defaultValue={Array.isArray(before?.regions) ? before.regions.join(', ') : ''}
        />
      </label>
      <label>
        Role, by its name or its ARN
        <input
          name="role"
          maxLength={2048}
          autoComplete="off"
          spellCheck={false}
          defaultValue={before === undefined ? ROLE_NAME : (before.roleArn ?? '')}
        />
      </label>
      <label>
        External id (8 characters or more; the role asks for it)
        <input
          name="externalId"
          maxLength={1224}
          autoComplete="off"
          spellCheck={false}
          defaultValue={externalId}
        />
      </label>
      <Problem error={error} />
      <p className="actions">
        <button className="button primary" disabled={isSaving}>
          {before === undefined ? 'Register it' : 'Save'}
        </button>
      </p>
    </form>
  );
}
