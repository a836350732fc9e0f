import { coverageText, scoreText } from '../../ui/score.js';
import { AssessedControl } from './assessed-control.js';
import { type Assessed, inWords } from './statuses.js';

/** One requirement: whether it is met, by which controls, and what of it a person has to judge. */
export const Requirement = ({
  of: { id, title, status, score, coverage, controls, manual, unsupported },
  accountId,
}: {
  of: Assessed;
  accountId: string | undefined;
}) => (
  <li data-requirement={id} data-status={status}>
    <header>
      <h3>
        <span className="soft">{id}</span> {title}
      </h3>
      <p>
        <span className={`badge status-${status}`}>{inWords(status)}</span>{' '}
        {score !== null && (
          <span className="soft">
            score {scoreText(score)}, coverage {coverageText(coverage)}
          </span>
        )}
      </p>
    </header>
    {manual !== null && (
      <p>
        <b>
          {controls.length === 0 ? 'Not assessed, as a person has to judge it:' : 'To be judged by a person:'}
        </b>{' '}
        {manual}
      </p>
    )}
    {unsupported !== null && (
      <p>
        <b>Not read:</b> {unsupported}
      </p>
    )}
    {controls.length > 0 && (
      <ul className="rows">
        {controls.map((control) => (
          <AssessedControl key={control.controlId} of={control} accountId={accountId} />
        ))}
      </ul>
    )}
  </li>
);
