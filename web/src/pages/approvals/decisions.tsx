import type { Schemas } from '../../api/api.js';
import { Time } from '../../ui/time.js';

/** How many have said yes. */
export const approvedOf = ({ decisions }: Pick<Schemas['ApprovalSummary'], 'decisions'>): number =>
  decisions.filter(({ decision }) => decision === 'approved').length;

/** Who has said what, and how many are wanted. */
export function Decisions({ approval }: { approval: Schemas['Approval'] }) {
  const { decisions, quorum, status, expired, decidedAt } = approval;
  return (
    <section className="card">
      <h2>Decisions</h2>
      <p>
        <b data-count="approved">{approvedOf(approval)}</b> of <b data-count="quorum">{quorum}</b>{' '}
        {quorum === 1 ? 'approval' : 'approvals'}
      </p>
      {decisions.length > 0 && (
        <ul className="rows">
          {decisions.map(({ decision, decidedBy, decidedAt: at, comment }) => (
            <li key={decidedBy}>
              <span className="chip">{decision}</span> {decidedBy} <Time at={at} />
              {comment !== null && <q>{comment}</q>}
            </li>
          ))}
        </ul>
      )}
      {decisions.length === 0 && status === 'pending' && (
        <p className="soft">Nobody has said anything yet.</p>
      )}
      {expired && (
        <p className="soft">
          Its time was up <Time at={decidedAt} />: it was {status} by itself.
        </p>
      )}
      {status === 'cancelled' && (
        <p className="soft">
          Its workflow went on or ended without an answer <Time at={decidedAt} />.
        </p>
      )}
    </section>
  );
}
