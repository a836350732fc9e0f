import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { SeverityBadge } from '../../ui/severity.js';
import { Time } from '../../ui/time.js';
import { accountsIn } from './standing.js';
import { StatusBadge } from './status.js';

/** One incident: how bad, what and where, and how it stands. */
export function IncidentLine({ incident }: { incident: Schemas['IncidentItem'] }) {
  const { id, title, incidentType, severity, resourceArns, requestedBy, createdAt } = incident;
  const isWaiting = incident.status !== 'closed' && incident.acknowledgedAt === null;
  return (
    <li data-incident={id}>
      <span>
        <SeverityBadge of={severity} />
      </span>
      <span className="what">
        <Link to="/incidents/$incidentId" params={{ incidentId: id }}>
          {title}
        </Link>
        <small className="soft">
          {incidentType}, reported by {requestedBy}
        </small>
      </span>
      <span>
        <StatusBadge of={incident} />
      </span>
      <span className="soft">
        {resourceArns.length === 1 ? '1 resource' : `${resourceArns.length} resources`}{' '}
        {accountsIn(resourceArns).join(', ')}
      </span>
      <span className="soft">
        <Time at={createdAt} short />
        {isWaiting && (
          <small className="line problem">
            not acknowledged, due <Time at={incident.acknowledgeBy} short />
          </small>
        )}
      </span>
    </li>
  );
}
