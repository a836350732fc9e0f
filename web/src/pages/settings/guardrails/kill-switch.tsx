import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { AsCurl } from '../../../ui/as-curl.js';
import { Dialog } from '../../../ui/dialog.js';
import { textIn } from '../../../ui/fields.js';
import { Problem } from '../../../ui/problem.js';
import { Shown } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { killSwitch } from './queries.js';

/** Stops all that changes accounts, or lets it go on; each is asked for twice. */
export const KillSwitch = () => (
  <Shown of={useQuery(killSwitch)} lines={2}>
    {(now) => <Switch key={String(now.engaged)} now={now} />}
  </Shown>
);

function Switch({ now: { engaged, reason, changedBy, changedAt } }: { now: Schemas['KillSwitch'] }) {
  const maySwitch = useMay(engaged ? 'admin' : 'operator');
  return (
    <section className={engaged ? 'card stop engaged' : 'card stop'} aria-labelledby="kill-switch">
      <header className="page-head">
        <h2 id="kill-switch">Kill switch</h2>
        <AsCurl path="/remediations/kill-switch" />
      </header>
      <p className="state" role="status" data-engaged={String(engaged)}>
        {engaged ? 'All changes are stopped' : 'Changes go on as guardrails allow'}
      </p>
      {changedBy !== null && (
        <p>
          {engaged ? 'Stopped' : 'Let go on'} by {changedBy}, <Time at={changedAt} />
          {reason !== null && <>: “{reason}”</>}
        </p>
      )}
      {maySwitch ? (
        <Ask isEngaged={engaged} />
      ) : (
        <p className="soft">{engaged ? 'An admin lets them go on.' : 'An operator can stop them.'}</p>
      )}
    </section>
  );
}

function Ask({ isEngaged }: { isEngaged: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (reason: string) =>
      bodyOf(
        api.PUT('/remediations/kill-switch', {
          body: { engaged: !isEngaged, ...(reason === '' ? {} : { reason }) },
        }),
      ),
    onSuccess: async (now) => {
      // an answer that is still under way tells how it was before
      await queryClient.cancelQueries({ queryKey: killSwitch.queryKey });
      queryClient.setQueryData(killSwitch.queryKey, now);
    },
  });
  const close = () => {
    setOpen(false);
    change.reset();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate(textIn(new FormData(event.currentTarget), 'reason'));
  };
  const act = isEngaged ? 'Let changes go on' : 'Stop all changes';
  return (
    <>
      <button
        type="button"
        className={isEngaged ? 'button big' : 'button big danger'}
        onClick={() => setOpen(true)}
      >
        {act}
      </button>
      <Dialog title={`${act}?`} isOpen={isOpen} close={close}>
        <form onSubmit={submit} className="stack">
          <p>
            {isEngaged
              ? 'What was asked for since begins when it is asked for again; what was stopped half-way is listed as stopped, for people to decide.'
              : 'Nothing is changed in any account any more: what runs stops between two calls, and nothing begins. Nothing is restored by itself. An admin lets it go on.'}
          </p>
          <label>
            Why{isEngaged && ' (may be left empty)'}
            <input name="reason" required={!isEngaged} maxLength={1000} autoComplete="off" />
          </label>
          <Problem error={change.error} />
          <p className="actions">
            <button className={isEngaged ? 'button primary' : 'button danger'} disabled={change.isPending}>
              Yes, {act.toLowerCase()}
            </button>
            <button type="button" className="button" disabled={change.isPending} onClick={close}>
              Leave it as it is
            </button>
          </p>
        </form>
      </Dialog>
    </>
  );
}
