import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { linesIn, textIn } from '../../ui/fields.js';
import { Problem } from '../../ui/problem.js';
import { policy } from './queries.js';
import { WindowFields } from './window-fields.js';
import { windowIn } from './window.js';

const severities = ['high', 'medium', 'low', 'informational'] as const;

/** Each field of the policy; the API says which of them is wrong. */
export function PolicyForm({ now }: { now: Schemas['PatchPolicy'] }) {
  // what is typed stays, also where somebody else saves another one meanwhile
  const [before, setBefore] = useState(now);
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (body: Schemas['SavePatchPolicy']) => bodyOf(api.PUT('/patching/policy', { body })),
    onSuccess: async (saved) => {
      // an answer that is under way tells what was before
      await queryClient.cancelQueries({ queryKey: policy.queryKey });
      setBefore(saved);
      queryClient.setQueryData(policy.queryKey, saved);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({
      autoApproveCritical: form.has('autoApproveCritical'),
      autoApproveSeverities: severities.filter((one) => form.getAll('severity').includes(one)),
      excludedPatches: linesIn(form, 'excludedPatches'),
      installAfterApproval: form.has('installAfterApproval'),
      maintenanceWindow: windowIn(form),
      approvalExpiresInHours: Number(textIn(form, 'approvalExpiresInHours')),
      startOnCritical: form.has('startOnCritical'),
    });
  };
  return (
    <form key={before.savedAt} onSubmit={submit} className="stack card narrow">
      <fieldset>
        <legend>Approved without asking anybody</legend>
        <label className="tick">
          <input type="checkbox" name="autoApproveCritical" defaultChecked={before.autoApproveCritical} />{' '}
          patches of critical vulnerabilities
        </label>
        {severities.map((one) => (
          <label key={one} className="tick">
            <input
              type="checkbox"
              name="severity"
              value={one}
              defaultChecked={before.autoApproveSeverities.includes(one)}
            />{' '}
            patches of {one} vulnerabilities
          </label>
        ))}
      </fieldset>
      <label>
        Never approved nor asked for, one a line (kernel* is all that begin so)
        <textarea
          name="excludedPatches"
          rows={3}
          className="code"
          spellCheck={false}
          defaultValue={before.excludedPatches.join('\n')}
        />
      </label>
      <label>
        Hours until what nobody has decided is rejected
        <input
          type="number"
          name="approvalExpiresInHours"
          required
          defaultValue={before.approvalExpiresInHours}
        />
      </label>
      <label className="check">
        <input type="checkbox" name="startOnCritical" defaultChecked={before.startOnCritical} /> A scan that
        sees critical vulnerabilities starts the approval
      </label>
      <label className="check">
        <input type="checkbox" name="installAfterApproval" defaultChecked={before.installAfterApproval} />{' '}
        What is approved is installed, with nobody asking for that
      </label>
      <WindowFields before={before.maintenanceWindow} />
      <Problem error={save.error} />
      {now.savedAt !== before.savedAt && (
        <div className="problem" role="alert">
          <p>{now.savedBy} has saved another policy meanwhile: saving this one replaces it.</p>
          <button type="button" className="button" onClick={() => setBefore(now)}>
            Show that one instead
          </button>
        </div>
      )}
      <p className="actions">
        <button className="button primary" disabled={save.isPending}>
          Save the policy
        </button>
      </p>
    </form>
  );
}
