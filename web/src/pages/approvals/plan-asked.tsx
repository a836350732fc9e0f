import { Link } from '@tanstack/react-router';
import { ChangeView } from '../../ui/change-view.js';
import type { AskedPlan } from './asked-plan.js';

/** A remediation's plan, change by change. */
export const PlanAsked = ({ of: { remediationId, why, changes, notShown } }: { of: AskedPlan }) => (
  <div className="plan">
    <p className="soft">
      {why.length > 0 && <>Asked because: {why.join('; ')}. </>}
      <Link to="/remediations/$remediationId" params={{ remediationId }}>
        The remediation
      </Link>
    </p>
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
