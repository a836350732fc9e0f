import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Schemas } from '../../api/api.js';
import { usd } from '../../ui/money.js';
import { SeverityBadge } from '../../ui/severity.js';
import { Time } from '../../ui/time.js';

interface Props {
  finding: Schemas['Finding'];
  index: number;
  /** From the top of the list, in pixels. */
  top: number;
  isAt: boolean;
  isChosen: boolean;
  /** Undefined where nothing may be done with what is chosen. */
  choose: ((id: string, isChosen: boolean) => void) | undefined;
}

const stateOf = ({ status, suppressed, muted }: Schemas['Finding']): string =>
  suppressed !== null ? 'suppressed' : muted !== null ? 'muted' : status;

export const FindingRow = memo(function FindingRow({ finding, index, top, isAt, isChosen, choose }: Props) {
  const { id, title, severity, resourceArn, accountId, region, openedAt, estimatedMonthlySavingsUsd } =
    finding;
  return (
    <div
      role="row"
      id={`row-${id}`}
      aria-rowindex={index + 1}
      aria-selected={isChosen}
      className={isAt ? 'row at' : 'row'}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" className="severity">
        {choose && (
          <input
            type="checkbox"
            aria-label={`Choose ${title}`}
            checked={isChosen}
            tabIndex={-1}
            onChange={({ target }) => choose(id, target.checked)}
          />
        )}{' '}
        <SeverityBadge of={severity} />
      </span>
      <span role="gridcell" className="what">
        <Link to="/findings/$findingId" params={{ findingId: id }} tabIndex={-1}>
          {title}
        </Link>
        <small className="soft arn">{resourceArn}</small>
      </span>
      <span role="gridcell" className="where soft">
        {accountId} {region}
      </span>
      <span role="gridcell" className="state soft">
        {stateOf(finding)} <Time at={openedAt} short />
      </span>
      <span role="gridcell" className="cost">
        {estimatedMonthlySavingsUsd === null ? '' : usd(estimatedMonthlySavingsUsd)}
      </span>
    </div>
  );
});
