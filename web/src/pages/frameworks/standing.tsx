import { coverageText, scoreText } from '../../ui/score.js';
import { Tally } from '../../ui/tally.js';
import { Time } from '../../ui/time.js';
import { type Assessment, inWords, statuses } from './statuses.js';

/** The score, of how much that is known, and how it came to that. */
export const Standing = ({ of: now, accountId }: { of: Assessment; accountId: string | undefined }) => (
  <section className="card" aria-label="Where it stands">
    <ul className="counts">
      <li>
        <b data-count="score">{scoreText(now.score)}</b> score
      </li>
      <li>
        <b data-count="coverage">{coverageText(now.coverage)}</b> coverage
      </li>
      {statuses.map((status) => (
        <li key={status} className={`status-${status}`}>
          <b data-count={status}>{(now.statuses[status] ?? 0).toLocaleString('en-US')}</b> {inWords(status)}
        </li>
      ))}
    </ul>
    <p>
      {accountId === undefined
        ? `Of ${now.accountIds.length} ${now.accountIds.length === 1 ? 'account' : 'accounts'}`
        : `Of account ${accountId}`}
      , as of <Time at={now.asOf} />. Verdicts: <Tally of={now.counts} />
    </p>
    <details>
      <summary>How the score is made</summary>
      <p className="soft">{now.formula}</p>
    </details>
  </section>
);
