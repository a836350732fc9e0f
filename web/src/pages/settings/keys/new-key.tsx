import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { Copy } from '../../../ui/copy.js';
import { Dialog } from '../../../ui/dialog.js';
import { LAST_TIME, textIn, timeIn } from '../../../ui/fields.js';
import { Problem } from '../../../ui/problem.js';
import { KEYS } from './queries.js';

const roles = ['viewer', 'operator', 'approver', 'admin'] as const;

/** Makes a key, and shows it this once: nothing keeps it once the dialog is closed. */
export function NewKey() {
  const [isOpen, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const make = useMutation({
    mutationFn: (body: Schemas['CreateApiKey']) => bodyOf(api.POST('/api-keys', { body })),
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [KEYS] }),
  });
  const close = () => {
    setOpen(false);
    make.reset();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const expiresAt = timeIn(form, 'expiresAt');
    make.mutate({
      name: textIn(form, 'name'),
      owner: textIn(form, 'owner'),
      role: roles.find((one) => one === textIn(form, 'role')) ?? 'viewer',
      ...(expiresAt === undefined ? {} : { expiresAt }),
    });
  };
  return (
    <>
      <button type="button" className="button primary" onClick={() => setOpen(true)}>
        New key
      </button>
      <Dialog
        title={make.data === undefined ? 'New key' : 'The new key'}
        isOpen={isOpen}
        close={close}
        isHeld={make.data !== undefined}
      >
        {make.data === undefined ? (
          <form onSubmit={submit} className="stack">
            <label>
              Name (what it is for)
              <input name="name" required maxLength={128} autoComplete="off" />
            </label>
            <label>
              Owner (email of who answers for it)
              <input name="owner" type="email" required maxLength={254} autoComplete="off" />
            </label>
            <label>
              Role
              <select name="role">
                {roles.map((role) => (
                  <option key={role}>{role}</option>
                ))}
              </select>
            </label>
            <label>
              Expires (left empty: it does not)
              <input type="datetime-local" name="expiresAt" max={LAST_TIME} />
            </label>
            <Problem error={make.error} />
            <button className="button primary" disabled={make.isPending}>
              Make it
            </button>
          </form>
        ) : (
          <>
            <p>Copy it now: it is shown this once, and nobody can show it again.</p>
            <div className="copied">
              <pre tabIndex={0} aria-label="Key">
                {make.data.key}
              </pre>
              <Copy text={make.data.key} what="the key" label="Copy" />
            </div>
            <button type="button" className="button" onClick={close}>
              I have it
            </button>
          </>
        )}
      </Dialog>
    </>
  );
}
