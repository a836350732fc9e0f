import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { Time } from '../../ui/time.js';

/** Who was asked, and what they have said. */
export const Asked = ({ approvals }: { approvals: Schemas['Remediation']['approvals'] }) => (
  <section className="card">
    <h2>Approvals</h2>
    <ul className="rows">
      {approvals.map(({ approvalId, title, status, level, decisions, expiresAt }) => (
        <li key={approvalId}>
          <Link to="/approvals/$approvalId" params={{ approvalId }}>
            {title}
          </Link>
          <span className="chip">{status}</span>
          <span className="soft">level {level}</span>
          {decisions.map(({ decision, decidedBy, decidedAt, comment }) => (
            <span key={decidedBy}>
              {decision} by {decidedBy} <Time at={decidedAt} short />
              {comment !== null && `: “${comment}”`}
            </span>
          ))}
          {status === 'pending' && (
            <span className="soft">
              expires <Time at={expiresAt} short />
            </span>
          )}
        </li>
      ))}
    </ul>
  </section>
);
