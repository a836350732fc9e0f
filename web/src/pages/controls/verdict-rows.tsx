import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { Copy } from '../../ui/copy.js';
import { Evidence } from '../../ui/evidence.js';
import { ResourceLink } from '../../ui/resource-link.js';
import { Time } from '../../ui/time.js';
import { VerdictBadge } from '../../ui/verdict.js';

/** Of which resource, what, by which values, and as of when; a failure leads to its finding. */
export const VerdictRows = ({ of: items }: { of: readonly Schemas['Verdict'][] }) => (
  <ul className="rows">
    {items.map((one) => (
      <li key={`${one.resourceArn ?? one.region}${one.accountId}`}>
        <VerdictBadge of={one.verdict} />
        {one.mutedBy !== null && <span className="chip">muted</span>}
        {one.resourceArn === null ? (
          <span>
            {one.resourceType} of {one.accountId} in {one.region} could not be listed
          </span>
        ) : (
          <>
            <ResourceLink arn={one.resourceArn} /> <Copy text={one.resourceArn} what="ARN" />
            {/* the ARNs of some types name neither */}
            <span className="soft">
              {one.accountId} {one.region}
            </span>
          </>
        )}
        <span className="soft">
          read <Time at={one.readAt} short />
        </span>
        {one.verdict === 'fail' && one.resourceArn !== null && (
          <Link to="/findings" search={{ controlId: one.controlId, resourceArn: one.resourceArn }}>
            Its finding
          </Link>
        )}
        {Object.keys(one.evidence).length > 0 && (
          <details className="wide">
            <summary>What decided</summary>
            <Evidence evidence={one.evidence} />
          </details>
        )}
      </li>
    ))}
  </ul>
);
