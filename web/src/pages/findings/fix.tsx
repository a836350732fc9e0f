import { useMutation } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Failure } from '../../ui/failure.js';
import { PlanView } from './plan-view.js';

/** How to be rid of it: by hand, in words; or by us, planned first and changed only when that is asked for. */
export function Fix({ finding }: { finding: Schemas['FindingDetail'] }) {
  const mayPlan = useMay('operator');
  const plan = useMutation({
    mutationFn: () => bodyOf(api.POST('/remediations/plan', { body: { findingIds: [finding.id] } })),
  });
  const start = useMutation({
    mutationFn: () => bodyOf(api.POST('/remediations', { body: { findingIds: [finding.id] } })),
  });
  return (
    <section className="card">
      <h2>How to fix it</h2>
      {finding.remediation ? (
        <p>
          {finding.remediation.text}{' '}
          <a href={finding.remediation.url} target="_blank" rel="noreferrer">
            More about it
          </a>
        </p>
      ) : (
        <p className="soft">The tool that found it says nothing about it.</p>
      )}
      {mayPlan && finding.status === 'open' && (
        <button type="button" className="button" disabled={plan.isPending} onClick={() => plan.mutate()}>
          {plan.isPending ? 'Planning …' : 'Plan the fix'}
        </button>
      )}
      {plan.error !== null && <Failure error={plan.error} retry={() => plan.mutate()} />}
      {plan.data && (
        <>
          <PlanView plan={plan.data} />
          {plan.data.planned > 0 && start.data === undefined && (
            <button
              type="button"
              className="button primary"
              disabled={start.isPending}
              onClick={() => start.mutate()}
            >
              Ask for this fix
            </button>
          )}
        </>
      )}
      {start.error !== null && <Failure error={start.error} retry={() => start.mutate()} />}
      {start.data && (
        <p role="status">
          It was asked for as <code>{start.data.remediationId}</code> (
          {start.data.status.replaceAll('_', ' ')}). What it changes waits for an approval where your
          guardrails or the fix want one.
        </p>
      )}
    </section>
  );
}
