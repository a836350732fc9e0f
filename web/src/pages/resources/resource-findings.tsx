import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usd } from '../../ui/money.js';
import { SeverityBadge } from '../../ui/severity.js';
import { Empty, Shown } from '../../ui/states.js';
import { openFindingsOf } from './queries.js';

/** What is wrong with it. */
export function ResourceFindings({ arn }: { arn: string }) {
  return (
    <section className="card">
      <h2>Open findings</h2>
      <Shown of={useQuery(openFindingsOf(arn))}>
        {({ items, counts }) =>
          items.length === 0 ? (
            <Empty title="Nothing is open">
              <p>
                <Link to="/findings" search={{ resourceArn: arn }}>
                  Those that were resolved
                </Link>
              </p>
            </Empty>
          ) : (
            <>
              <ul className="rows">
                {items.map(({ id, severity, title, suppressed, muted, estimatedMonthlySavingsUsd: cost }) => (
                  <li key={id}>
                    <SeverityBadge of={severity} />
                    <Link to="/findings/$findingId" params={{ findingId: id }}>
                      {title}
                    </Link>
                    {suppressed && <span className="chip">suppressed</span>}
                    {muted && <span className="chip">muted</span>}
                    {cost !== null && <span className="soft">{usd(cost)} a month</span>}
                  </li>
                ))}
              </ul>
              <p>
                <Link to="/findings" search={{ resourceArn: arn }}>
                  All of its findings
                </Link>
                , <b data-count="open">{(counts?.total ?? items.length).toLocaleString('en-US')}</b> of them
                open
              </p>
            </>
          )
        }
      </Shown>
    </section>
  );
}
