import type { Schemas } from '../../../api/api.js';
import { Time } from '../../../ui/time.js';

type Account = Schemas['Account'];
type Verification = NonNullable<Account['verification']>;
export type Check = Verification['checks'][number];

const LOOKS = { verified: 'good', partly: 'warn', failed: 'bad' } as const satisfies Record<
  Verification['status'],
  string
>;

export const VerificationBadge = ({ of: status }: { of: Verification['status'] }) => (
  <span className={`badge ${LOOKS[status]}`}>{status}</span>
);

/** How the last look into it ended, and when. */
export const VerificationState = ({ of: { verification, verifiedAt } }: { of: Account }) =>
  verification === null ? (
    <span className="soft">not verified yet</span>
  ) : (
    <span>
      <VerificationBadge of={verification.status} />{' '}
      <small className="soft">
        <Time at={verifiedAt} short />
      </small>
    </span>
  );

export const regionsIn = ({ regions }: Pick<Account, 'regions'>): string =>
  Array.isArray(regions) ? regions.join(', ') : regions;
