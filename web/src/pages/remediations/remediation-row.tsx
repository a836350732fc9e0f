import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { Time } from '../../ui/time.js';
import { countsIn } from './queries.js';
import { RemediationStatus } from './remediation-status.js';

/** How many findings it is about, who asked, and how it stands. */
export function RemediationRow({ remediation }: { remediation: Schemas['RemediationSummary'] }) {
  const { remediationId, findingIds, requestedBy, createdAt, counts, reason, dryRun } = remediation;
  return (
    <li data-remediation={remediationId}>
      <span>
        <Link to="/remediations/$remediationId" params={{ remediationId }} data-row="">
          {dryRun ? 'Dry run of ' : 'Fix of '}
          {findingIds.length === 1 ? '1 finding' : `${findingIds.length} findings`}
        </Link>{' '}
        <RemediationStatus of={remediation} />
      </span>
      <span className="soft">
        asked for by {requestedBy} <Time at={createdAt} short />
      </span>
      <span className="soft">{reason ?? countsIn(counts)}</span>
    </li>
  );
}
