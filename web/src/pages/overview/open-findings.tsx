import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usd } from '../../ui/money.js';
import { severities, SeverityBadge } from '../../ui/severity.js';
import { Empty, Shown } from '../../ui/states.js';
import { Tile } from '../../ui/tile.js';
import { OPEN_PATH } from './open-path.js';
import { openFindings, sinceYesterday } from './queries.js';

/** How many there are, the worst of them, what they cost, and what a day has changed. */
export function OpenFindings() {
  const open = useQuery(openFindings);
  const counts = open.data?.counts?.bySeverity ?? {};
  const day = useQuery(sinceYesterday);
  return (
    <Tile title="Open findings" curl={OPEN_PATH} isWide>
      <Shown of={open}>
        {({ items, counts: all }) =>
          (all?.total ?? 0) === 0 ? (
            <Empty title="Nothing is open">
              <p>Either all is well, or nothing was scanned yet: start a scan below.</p>
            </Empty>
          ) : (
            <>
              <ul className="counts">
                {severities.map((severity) => (
                  <li key={severity}>
                    <Link
                      to="/findings"
                      search={{ status: 'open', severity: [severity], suppressed: false, muted: false }}
                    >
                      <b data-count={severity}>{(counts[severity] ?? 0).toLocaleString('en-US')}</b>{' '}
                      {severity}
                    </Link>
                  </li>
                ))}
              </ul>
              <p>
                <b data-count="savings">{usd(all?.estimatedMonthlySavingsUsd ?? null)}</b> a month could be
                saved.{' '}
                {day.data !== undefined && (
                  <span className="soft">
                    In the last 24 hours <b data-count="opened">{day.data.opened}</b> were opened and{' '}
                    <b data-count="resolved">{day.data.resolved}</b> resolved.
                  </span>
                )}
              </p>
              <h3>The worst</h3>
              <ul className="rows">
                {items.map(({ id, title, severity, resourceArn }) => (
                  <li key={id}>
                    <SeverityBadge of={severity} />
                    <Link to="/findings/$findingId" params={{ findingId: id }}>
                      {title}
                    </Link>
                    <span className="soft arn">{resourceArn}</span>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Shown>
    </Tile>
  );
}
