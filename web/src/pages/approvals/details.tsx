import { Link } from '@tanstack/react-router';
import { ChangeView } from '../../ui/change-view.js';
import { JsonTree } from '../../ui/json-tree.js';
import { Empty } from '../../ui/states.js';
import { type AskedPlan, planIn } from './asked-plan.js';

/** What will be done when the answer is yes: a plan in words and calls, anything else as it was given. */
export function Details({ details }: { details: unknown }) {
  const plan = planIn(details);
  const given = Object.entries((details ?? {}) as Record<string, unknown>);
  return (
    <section className="card">
      <h2>What will be done</h2>
      {plan !== undefined ? (
        <Plan plan={plan} />
      ) : given.length === 0 ? (
        <Empty title="The workflow says no more than its title">
          <p>Its execution, named above, has its whole input: GET /workflows/{'{executionArn}'}/history</p>
        </Empty>
      ) : (
        <ul className="tree">
          {given.map(([name, value]) => (
            <JsonTree key={name} name={name} value={value} isOpen />
          ))}
        </ul>
      )}
    </section>
  );
}

const Plan = ({ plan: { why, changes, notShown } }: { plan: AskedPlan }) => (
  <div className="plan">
    {why.length > 0 && <p className="soft">Asked because: {why.join('; ')}.</p>}
    {changes.map(({ findingId, title, resourceArn, accountId, region, ...change }, i) => (
      <div key={`${resourceArn}${i}`}>
        <h3>{title}</h3>
        <p className="soft">
          <span className="arn">{resourceArn}</span> in {accountId} {region}
          {findingId !== null && (
            <>
              {' '}
              <Link to="/findings/$findingId" params={{ findingId }}>
                its finding
              </Link>
            </>
          )}
        </p>
        <ChangeView {...change} />
      </div>
    ))}
    {notShown > 0 && (
      <p className="problem">
        <b data-count="not-shown">{notShown}</b> more changes found no room here: read the remediation before
        you decide.
      </p>
    )}
  </div>
);
