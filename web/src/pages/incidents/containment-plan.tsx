import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { shownCalls } from '../../ui/calls.js';
import { ChangeView } from '../../ui/change-view.js';
import { AskedOf } from '../approvals/asked-of.js';
import { whereOf } from './standing.js';

type Plan = Schemas['IncidentContainment'];

const peopleOf = ({ approval: { levels, quorum } }: Plan): number => levels.length * quorum;

/** Whether people would be asked if somebody said so: more than one is needed, and no workflow asks them. */
export const isToBeAsked = (plan: Plan, { severity, autoRemediate }: Schemas['Incident']): boolean =>
  plan.approval.required && peopleOf(plan) > 1 && !(severity === 'critical' && autoRemediate);

/**
 * Why it is not enough that one person asks for what guardrails want approved, and what to do then; undefined: it is.
 * @param owner who would ask
 */
export function obstacleOf(
  plan: Plan,
  incident: Schemas['Incident'],
  owner: string | undefined,
): string | undefined {
  if (!plan.approval.required) return undefined;
  const people = peopleOf(plan);
  if (isToBeAsked(plan, incident)) return `That takes ${people} people, and nobody has asked them yet.`;
  if (people > 1) return `That takes ${people} people: the workflow of this incident asks them.`;
  return owner?.toLowerCase() === incident.requestedBy.toLowerCase()
    ? 'You have reported this incident: another approver has to contain it. Send them the address of this page.'
    : undefined;
}

/** What containing would change, and who has to agree, before anything is changed. */
export const ContainmentPlan = ({
  plan: { changes, approval },
  obstacle,
  executionId,
}: {
  plan: Plan;
  obstacle: string | undefined;
  executionId: string;
}) => (
  <div className="plan" data-plan="">
    {changes.map(({ status, reason, words, calls, ...change }) => (
      <div key={change.resourceArn}>
        <p>
          <b className="arn">{change.resourceArn}</b>
        </p>
        <p>
          <span className={status === 'refused' ? 'chip problem' : 'chip'}>{status}</span>{' '}
          <span className="soft">{whereOf(change)}</span>
        </p>
        {reason !== null && <p className={status === 'refused' ? 'problem' : 'soft'}>{reason}</p>}
        <ChangeView
          words={words}
          calls={shownCalls(calls.map((call) => ({ ...call, region: change.region })))}
          loses={null}
        />
      </div>
    ))}
    {approval.required ? (
      <>
        <p>
          Guardrails want this approved: {approval.why.join('; ')}.{' '}
          {obstacle ?? 'That you ask for it counts as the approval.'}{' '}
          <Link to="/approvals">What waits for a decision</Link>
        </p>
        <AskedOf executionId={executionId} isLive={false} />
      </>
    ) : (
      <p className="soft">Guardrails ask for no approval: it begins as soon as you say so here.</p>
    )}
  </div>
);
