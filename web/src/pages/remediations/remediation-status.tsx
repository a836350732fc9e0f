import type { Schemas } from '../../api/api.js';
import { isBad, wordsOf } from './status.js';

export const RemediationStatus = ({
  of: { status },
}: {
  of: Pick<Schemas['RemediationSummary'], 'status'>;
}) => (
  <span className={isBad(status) ? 'chip problem' : 'chip'} data-status={status}>
    {wordsOf(status)}
  </span>
);
