import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { ChangeView } from '../../ui/change-view.js';
import { AskedOf } from '../approvals/asked-of.js';

type Plan = Schemas['IncidentContainment'];

/** How many have to say yes: who asks for it is one of them. */
export const peopleFor = ({ approval: { required, levels, quorum } }: Plan): number =>
  required ? levels.length * quorum : 0;

/** What containing would change, and who has to agree, before anything is changed. */
export const ContainmentPlan = ({ plan, executionId }: { plan: Plan; executionId: string }) => (
  <div className="plan" data-plan="">
    {plan.changes.map(({ resourceArn, accountId, region, fixId, status, reason, words, calls }) => (
      <div key={resourceArn}>
        <p>
          <b className="arn">{resourceArn}</b>
        </p>
        <p>
          <span className={status === 'planned' ? 'chip' : 'chip problem'}>{status}</span>{' '}
          <span className="soft">
            {fixId} {accountId !== '' && `in ${accountId}`} {region}
          </span>
        </p>
        {reason !== null && <p className="problem">{reason}</p>}
        <ChangeView
          words={words}
          calls={calls.map(({ service, operation, input }) => ({
            ...{ call: `${service}:${operation}`, region, input },
          }))}
          loses={null}
        />
      </div>
    ))}
    <WhatIsNext plan={plan} executionId={executionId} />
  </div>
);

function WhatIsNext({ plan, executionId }: { plan: Plan; executionId: string }) {
  const { required, why } = plan.approval;
  const people = peopleFor(plan);
  if (!required)
    return <p className="soft">Guardrails ask for no approval: it begins as soon as you say so here.</p>;
  return (
    <>
      <p>
        Guardrails want this approved: {why.join('; ')}.{' '}
        {people < 2
          ? 'That you ask for it counts as the approval, unless you have reported the incident yourself: then somebody else has to ask.'
          : `That takes ${people} people, and one alone cannot do it here: the workflow of a critical incident that may be contained by itself asks them.`}{' '}
        <Link to="/approvals">What waits for a decision</Link>
      </p>
      <AskedOf executionId={executionId} isLive={false} />
    </>
  );
}
