import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useSession } from '../../api/session.js';
import { LOOK } from '../../ui/look.js';
import { Problem } from '../../ui/problem.js';
import { AskPeople } from './ask-people.js';
import { ContainmentPlan, isToBeAsked, obstacleOf } from './containment-plan.js';
import { changed } from './queries.js';
import { containedIn } from './standing.js';

/** Cuts resources off: what that does is looked at first, and only then it can be asked for. */
export function Contain({ incident, close }: { incident: Schemas['Incident']; close: () => void }) {
  const { id, resourceArns } = incident;
  const contained = containedIn(incident);
  const queryClient = useQueryClient();
  const { data: session } = useSession();
  const ask = (arns: string[], dryRun: boolean) =>
    bodyOf(
      api.POST('/incidents/{id}/contain', {
        params: { path: { id } },
        body: { resourceArns: arns, dryRun },
      }),
    );
  const look = useMutation({
    mutationFn: (arns: string[]) => ask(arns, true),
    meta: LOOK,
  });
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
  const obstacle = plan && obstacleOf(plan, incident, session?.owner);
  return (
    <div className="stack">
      <p className="soft">
        They are cut off from everything else until they are released. Evidence of how they are is kept first.
      </p>
      <form onSubmit={submit} onChange={forget} className="stack">
        {/* what is asked for stays what is shown until it is answered */}
        <fieldset disabled={contain.isPending}>
          <legend>Which of them</legend>
          {resourceArns.map((arn) => (
            <label key={arn} className="check">
              <input type="checkbox" name="arn" value={arn} defaultChecked={!contained.has(arn)} />{' '}
              <span className="arn">{arn}</span>
              {contained.has(arn) && <span className="chip">contained</span>}
            </label>
          ))}
        </fieldset>
        <p>
          <button className="button" disabled={look.isPending || contain.isPending}>
            {look.isPending ? 'Looking …' : 'Show what would be done'}
          </button>
        </p>
      </form>
      <Problem error={contain.error ?? look.error} />
      {plan !== undefined && (
        <ContainmentPlan plan={plan} obstacle={obstacle} executionId={incident.executionId} />
      )}
      {plan !== undefined && possible > 0 && isToBeAsked(plan, incident) && <AskPeople incident={incident} />}
      {possible > 0 && obstacle === undefined && (
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
