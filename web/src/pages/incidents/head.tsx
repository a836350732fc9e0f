import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { SeverityBadge } from '../../ui/severity.js';
import { Time } from '../../ui/time.js';
import { accountsIn } from './standing.js';
import { StatusBadge } from './status.js';

type Incident = Schemas['Incident'];

/** What it is, how bad and why, and how it stands. */
export const Head = ({ incident }: { incident: Incident }) => (
  <header>
    <p role="status">
      <SeverityBadge of={incident.severity} /> <StatusBadge of={incident} />{' '}
      {incident.escalationLevel > 0 && <span className="chip">escalated {incident.escalationLevel}×</span>}
    </p>
    <h1>{incident.title}</h1>
    {incident.description !== null && <p className="told">{incident.description}</p>}
    <ul className="soft" aria-label="Why it is so severe">
      {incident.reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
    <Facts incident={incident} />
    <AsCurl path={`/incidents/${incident.id}`} />
  </header>
);

const Facts = ({ incident }: { incident: Incident }) => {
  const accounts = new Set([
    ...accountsIn(incident.resourceArns),
    ...incident.containments.map(({ accountId }) => accountId).filter((id) => id !== ''),
  ]);
  return (
    <dl className="facts">
      <dt>Type</dt>
      <dd>
        <Link to="/incidents" search={{ incidentType: incident.incidentType }}>
          {incident.incidentType}
        </Link>
        , the response is {incident.response}
      </dd>
      <dt>Account</dt>
      <dd>{[...accounts].join(', ') || 'none is known'}</dd>
      <dt>Reported</dt>
      <dd>
        by {incident.requestedBy}, <Time at={incident.createdAt} />
      </dd>
      <dt>Acknowledged</dt>
      <dd>
        <Done by={incident.acknowledgedBy} at={incident.acknowledgedAt} />
        {incident.acknowledgedAt === null && incident.status !== 'closed' && (
          <span className="problem">
            , it is due <Time at={incident.acknowledgeBy} short />
          </span>
        )}
      </dd>
      <dt>Contained</dt>
      <dd>
        <Done by={incident.containedBy} at={incident.containedAt} />
      </dd>
      <dt>Released</dt>
      <dd>
        <Done by={incident.releasedBy} at={incident.releasedAt} />
      </dd>
      {incident.notificationTargets.length > 0 && (
        <>
          <dt>Notified</dt>
          <dd>{incident.notificationTargets.join(', ')}</dd>
        </>
      )}
      <dt>Workflow</dt>
      <dd>
        {incident.executionArn === null ? (
          `${incident.executionId} (not kept any more)`
        ) : (
          <Link to="/workflows/$executionArn" params={{ executionArn: incident.executionArn }}>
            its execution
          </Link>
        )}
      </dd>
      <dt>Id</dt>
      <dd>
        <code>{incident.id}</code> <Copy text={incident.id} what="id" />
      </dd>
    </dl>
  );
};

const Done = ({ by, at }: { by: string | null; at: string | null }) =>
  at === null ? (
    <span className="soft">not yet</span>
  ) : (
    <>
      by {by === 'workflow' ? 'the workflow' : by}, <Time at={at} />
    </>
  );
