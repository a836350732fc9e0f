import type { Schemas } from '../../api/api.js';
import { shownCalls } from '../../ui/calls.js';
import { ChangeView } from '../../ui/change-view.js';

/** What would be changed, before anything is: in words, and as the calls that AWS would get. */
export function PlanView({ plan }: { plan: Schemas['RemediationPlan'] }) {
  return (
    <div className="plan">
      {plan.items.map((item) => (
        <div key={item.findingId}>
          <p>
            <span className="chip">{item.status}</span> {item.title ?? item.reason}
          </p>
          {item.title !== null && item.reason !== null && <p>{item.reason}</p>}
          <ChangeView words={item.words} calls={shownCalls(item.calls)} loses={item.loses} />
          {item.reversible === true && <p className="soft">It can be rolled back.</p>}
          {item.permissions !== null && item.permissions.missing.length > 0 && (
            <p className="problem">The role lacks {item.permissions.missing.join(', ')}.</p>
          )}
        </div>
      ))}
      {plan.blastRadius.refusals.map((refusal) => (
        <p key={refusal} className="problem">
          {refusal}
        </p>
      ))}
      {plan.approval.why.length > 0 && (
        <p className="soft">Needs an approval: {plan.approval.why.join('; ')}.</p>
      )}
    </div>
  );
}
