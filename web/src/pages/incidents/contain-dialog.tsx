import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { Dialog } from '../../ui/dialog.js';
import { Problem } from '../../ui/problem.js';
import { ContainmentPlan, peopleFor } from './containment-plan.js';
import { changed } from './queries.js';

interface Props {
  incident: Schemas['Incident'];
  isOpen: boolean;
  close: () => void;
}

/** Cuts resources off: what that does is looked at first, and only then it can be asked for. */
export const ContainDialog = ({ incident, isOpen, close }: Props) => (
  <Dialog title="Contain its resources" isOpen={isOpen} close={close}>
    <Contain incident={incident} close={close} />
  </Dialog>
);

function Contain({ incident: { id, resourceArns, executionId }, close }: Omit<Props, 'isOpen'>) {
  const queryClient = useQueryClient();
  const ask = (arns: string[], dryRun: boolean) =>
    bodyOf(
      api.POST('/incidents/{id}/contain', {
        params: { path: { id } },
        body: { resourceArns: arns, dryRun },
      }),
    );
  const look = useMutation({ mutationFn: (arns: string[]) => ask(arns, true) });
  const contain = useMutation({
    mutationFn: (arns: string[]) => ask(arns, false),
    onSuccess: close,
    // also where it was refused: its timeline says why
    onSettled: () => changed(queryClient),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    contain.reset();
    look.mutate(new FormData(event.currentTarget).getAll('arn').filter((one) => typeof one === 'string'));
  };
  const forget = () => {
    look.reset();
    contain.reset();
  };
  const plan = look.data;
  const possible = plan?.changes.filter(({ status }) => status === 'planned').length ?? 0;
  return (
    <div className="stack">
      <p className="soft">
        They are cut off from everything else until they are released. Evidence of how they are is kept first.
      </p>
      <form onSubmit={submit} onChange={forget} className="stack">
        <fieldset>
          <legend>Which of them</legend>
          {resourceArns.map((arn) => (
            <label key={arn} className="check">
              <input type="checkbox" name="arn" value={arn} defaultChecked />{' '}
              <span className="arn">{arn}</span>
            </label>
          ))}
        </fieldset>
        <p>
          <button className="button" disabled={look.isPending}>
            {look.isPending ? 'Looking …' : 'Show what would be done'}
          </button>
        </p>
      </form>
      <Problem error={contain.error ?? look.error} />
      {plan !== undefined && <ContainmentPlan plan={plan} executionId={executionId} />}
      {plan !== undefined && possible > 0 && peopleFor(plan) < 2 && (
        <p className="actions">
          <button
            type="button"
            className="button danger"
            disabled={contain.isPending}
            onClick={() => contain.mutate(look.variables ?? [])}
          >
            Contain {possible === 1 ? 'this one' : `these ${possible}`}
          </button>
          <button type="button" className="button" onClick={close}>
            Leave it
          </button>
        </p>
      )}
    </div>
  );
}
