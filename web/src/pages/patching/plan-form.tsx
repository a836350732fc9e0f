import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent } from 'react';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { Problem } from '../../ui/problem.js';
import { newToken } from '../../ui/token.js';
import { keyOf, type Patch } from './missing.js';
import { OptionFields } from './option-fields.js';
import { optionsIn } from './options.js';
import { PatchChoice } from './patch-choice.js';
import { Preview } from './preview.js';
import { changed } from './queries.js';
import { Started } from './started.js';

type Body = Schemas['StartPatchInstallation'];

/** What is chosen is planned first; what was planned, and nothing else, can then be asked for, once. */
export function PlanForm({ patches }: { patches: readonly Patch[] }) {
  const queryClient = useQueryClient();
  const plan = useMutation({
    mutationFn: (body: Body) => bodyOf(api.POST('/patching/installations/plan', { body })),
  });
  const start = useMutation({
    mutationFn: (body: Body) => bodyOf(api.POST('/patching/installations', { body })),
    onSuccess: () => changed(queryClient),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const chosen = new Set(form.getAll('patch'));
    start.reset();
    plan.mutate({
      approvedPatches: patches.filter((one) => chosen.has(keyOf(one))),
      options: optionsIn(form),
      executionName: newToken(),
    });
  };
  // what was planned is no longer what stands in the fields
  const forget = () => {
    plan.reset();
    start.reset();
  };
  return (
    <div className="parts">
      {start.data === undefined && (
        // while it is asked for nothing else can be wanted: its answer would go unseen, and be asked for again
        <form onSubmit={submit} onChange={forget} className="parts" inert={start.isPending}>
          <PatchChoice patches={patches} changed={forget} />
          <OptionFields />
          <p className="actions">
            <button className="button primary" disabled={plan.isPending}>
              {plan.isPending ? 'Planning …' : 'Plan it'}
            </button>
            <span className="soft">A plan changes nothing.</span>
          </p>
        </form>
      )}
      <Problem error={start.error ?? plan.error} />
      {plan.data !== undefined && (
        <Preview plan={plan.data} hasWindow={plan.variables.options?.maintenanceWindow !== undefined}>
          {plan.data.batches.length > 0 && start.data === undefined && (
            <button
              type="button"
              className="button danger"
              disabled={start.isPending}
              onClick={() => start.mutate(plan.variables)}
            >
              {start.isPending ? 'Asking for it …' : 'Ask for this installation'}
            </button>
          )}
          {start.data !== undefined && <Started executionId={start.data.executionId} />}
        </Preview>
      )}
    </div>
  );
}
