import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Time } from '../../ui/time.js';
import { approvalsOfExecution } from './queries.js';

/** What an execution has asked people, each leading to where it is answered; nothing where it has asked nothing. */
export function AskedOf({ executionId, isLive }: { executionId: string; isLive: boolean }) {
  const { data: asked = [] } = useQuery(approvalsOfExecution(executionId, isLive));
  if (asked.length === 0) return null;
  return (
    <section className="card">
      <h2>What people were asked</h2>
      <ul className="rows" aria-live="polite">
        {asked.map(({ id, title, status, createdAt, expiresAt, decidedAt }) => (
          <li key={id}>
            <span className="chip">{status}</span>
            <Link to="/approvals/$approvalId" params={{ approvalId: id }}>
              {title}
            </Link>
            <span className="soft">
              asked <Time at={createdAt} short />
              {status === 'pending' ? (
                <>
                  , expires <Time at={expiresAt} short />
                </>
              ) : (
                <>
                  , over <Time at={decidedAt} short />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Says that an execution goes on only when people have answered. */
export function WaitsForPeople({ executionId, isLive }: { executionId: string; isLive: boolean }) {
  const { data: asked = [] } = useQuery(approvalsOfExecution(executionId, isLive));
  return asked.some(({ status }) => status === 'pending') ? (
    <span className="chip">waits for people</span>
  ) : null;
}
