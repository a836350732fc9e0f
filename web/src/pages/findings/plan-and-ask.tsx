import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/api.js';
import { Failure } from '../../ui/failure.js';
import { LOOK } from '../../ui/look.js';
import { REMEDIATIONS } from '../remediations/queries.js';
import { PlanView } from './plan-view.js';

/** Plans fixes, which changes nothing, and asks for them when that is wanted; then their remediation is shown. */
export function PlanAndAsk({ findingIds }: { findingIds: string[] }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const plan = useMutation({
    mutationFn: () => bodyOf(api.POST('/remediations/plan', { body: { findingIds } })),
    meta: LOOK,
  });
  const start = useMutation({
    mutationFn: () => bodyOf(api.POST('/remediations', { body: { findingIds } })),
    onSuccess: async ({ remediationId }) => {
      await queryClient.invalidateQueries({ queryKey: [REMEDIATIONS] });
      await navigate({ to: '/remediations/$remediationId', params: { remediationId } });
    },
  });
  const isOne = findingIds.length === 1;
  return (
    <>
      <button type="button" className="button" disabled={plan.isPending} onClick={() => plan.mutate()}>
        {plan.isPending ? 'Planning …' : isOne ? 'Plan the fix' : `Plan ${findingIds.length} fixes`}
      </button>
      {plan.error !== null && <Failure error={plan.error} retry={() => plan.mutate()} />}
      {plan.data && (
        <>
          <p role="status">
            <b data-count="planned">{plan.data.planned}</b> planned, <b>{plan.data.refused}</b> refused,{' '}
            <b>{plan.data.unneeded}</b> not needed any more. Nothing was changed.
          </p>
          <PlanView plan={plan.data} />
          {plan.data.refused > 0 && (
            <p className="soft">
              What may be changed, where and when is set in the{' '}
              <Link to="/settings/guardrails">guardrails</Link>.
            </p>
          )}
          {plan.data.planned > 0 && (
            <button
              type="button"
              className="button primary"
              disabled={start.isPending}
              onClick={() => start.mutate()}
            >
              {isOne ? 'Ask for this fix' : 'Ask for these fixes'}
            </button>
          )}
        </>
      )}
      {start.error !== null && <Failure error={start.error} retry={() => start.mutate()} />}
    </>
  );
}
