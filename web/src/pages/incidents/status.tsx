import type { Schemas } from '../../api/api.js';
import type { Status } from './standing.js';

const TONES: Readonly<Record<Status, string>> = {
  ...{ open: 'failed', acknowledged: 'medium', contained: 'low', released: 'good', closed: 'soft' },
};

/** How it stands, and what is done to its resources just now. */
export const StatusBadge = ({
  of: { status, underWay },
}: {
  of: Pick<Schemas['IncidentItem'], 'status' | 'underWay'>;
}) => (
  <>
    <span className={`badge ${TONES[status]}`}>{status}</span>
    {underWay !== null && <span className="chip">{underWay} …</span>}
  </>
);
