import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, bodyOf, type Schemas, ShepherdError } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Dialog } from '../../ui/dialog.js';
import { textIn } from '../../ui/fields.js';
import { LOOK } from '../../ui/look.js';
import { Problem } from '../../ui/problem.js';
import { Time } from '../../ui/time.js';
import { REMEDIATIONS } from './queries.js';
import { RollbackPlan } from './rollback-plan.js';
import { isMoving } from './status.js';

/** The way back: looked at first, and gone only when that is asked for. */
export function Rollback({ remediation }: { remediation: Schemas['Remediation'] }) {
  const { remediationId, status, changes, rollback } = remediation;
  const mayTakeBack = useMay('approver');
  const isOffered =
    mayTakeBack && !isMoving(status) && status !== 'rolled_back' && changes.some(mayBeRestored);
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const params = { path: { id: remediationId } };
  const look = useMutation({
    mutationFn: () => bodyOf(api.POST('/remediations/{id}/rollback', { params, body: { dryRun: true } })),
    meta: LOOK,
  });
  const takeBack = useMutation({
    mutationFn: (body: Schemas['RollbackRemediation']) =>
      bodyOf(api.POST('/remediations/{id}/rollback', { params, body })),
    onSuccess: async () => {
      setOpen(false);
      await queryClient.invalidateQueries({ queryKey: [REMEDIATIONS] });
    },
  });
  if (rollback === null && !isOffered) return null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = textIn(form, 'reason');
    takeBack.mutate({ force: form.has('force'), ...(reason === '' ? {} : { reason }) });
  };
  const hasMovedOn =
    look.data?.changes.some(({ movedOn }) => movedOn !== null) === true ||
    isMovedOn(takeBack.error) ||
    takeBack.variables?.force === true; // it stays offered where that was refused for another reason
  return (
    <section className="card">
      <h2>Rollback</h2>
      {rollback !== null && <Asked rollback={rollback} />}
      {isOffered && (
        <>
          <p className="soft">What was changed is put back to how it was, the last change first.</p>
          <button
            type="button"
            className="button"
            disabled={look.isPending}
            onClick={() => {
              setOpen(true);
              takeBack.reset(); // what was refused before may go now
              look.mutate();
            }}
          >
            Roll back …
          </button>
        </>
      )}
      <Dialog title="Roll this back?" isOpen={isOpen} close={() => setOpen(false)}>
        {look.isPending && <p role="status">Looking at the resources …</p>}
        <Problem error={look.error} />
        {look.data !== undefined && (
          <form onSubmit={submit} className="stack">
            <RollbackPlan plan={look.data} />
            {hasMovedOn && (
              <label className="check">
                <input type="checkbox" name="force" required />
                Also where somebody has changed a resource since
              </label>
            )}
            <label>
              Why (goes into the audit log)
              <textarea name="reason" maxLength={1000} rows={2} />
            </label>
            <Problem error={takeBack.error} />
            <button className="button danger" disabled={takeBack.isPending}>
              Roll it back
            </button>
          </form>
        )}
      </Dialog>
    </section>
  );
}

/** Something was called for it, and is not taken back: as the API sees it. */
const mayBeRestored = ({ startedAt, status }: Schemas['Remediation']['changes'][number]): boolean =>
  startedAt !== null && !['planned', 'refused', 'unneeded', 'restored'].includes(status);

/** Somebody has changed a resource after it was looked at: the answer names each. */
const isMovedOn = (error: Error | null): boolean =>
  error instanceof ShepherdError && error.status === 409 && error.details.length > 0;

const Asked = ({ rollback }: { rollback: NonNullable<Schemas['Remediation']['rollback']> }) => (
  <>
    <p>
      Asked for by {rollback.requestedBy} <Time at={rollback.requestedAt} />
      {rollback.reason !== null && `: “${rollback.reason}”`}
    </p>
    {rollback.left.map(({ changeId, resourceArn, reason }) => (
      <p key={changeId} className="problem">
        {resourceArn} stays as it is: {reason}
      </p>
    ))}
  </>
);
