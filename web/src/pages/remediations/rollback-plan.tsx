import type { Schemas } from '../../api/api.js';
import { shownCalls } from '../../ui/calls.js';
import { ChangeView } from '../../ui/change-view.js';

/** What a rollback would call, and what it would leave as it is. */
export const RollbackPlan = ({ plan }: { plan: Schemas['RemediationRollback'] }) => (
  <div className="plan">
    {plan.changes.map(({ changeId, resourceArn, calls, movedOn }) => (
      <div key={changeId}>
        <p className="arn">{resourceArn}</p>
        {movedOn !== null && <p className="problem">{movedOn}</p>}
        <ChangeView words={[]} calls={shownCalls(calls ?? [])} loses={null} />
      </div>
    ))}
    {plan.irreversible.map(({ changeId, resourceArn, reason }) => (
      <p key={changeId} className="problem">
        {resourceArn}: {reason}
      </p>
    ))}
  </div>
);
