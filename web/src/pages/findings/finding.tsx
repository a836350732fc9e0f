import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { Evidence } from '../../ui/evidence.js';
import { usd } from '../../ui/money.js';
import { ResourceLink } from '../../ui/resource-link.js';
import { SeverityBadge } from '../../ui/severity.js';
import { Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { Timeline } from '../resources/timeline.js';
import { Configuration } from './configuration.js';
import { FindingHistory } from './finding-history.js';
import { Fix } from './fix.js';
import { findingOf } from './queries.js';
import { Suppression } from './suppression.js';

/** One finding: what it is, why it matters, what it costs, what decided, and how to be rid of it. */
export function FindingPage() {
  const { findingId } = useParams({ from: '/findings/$findingId' });
  const query = useQuery(findingOf(findingId));
  return (
    <>
      <p>
        <Link to="/findings" search={{ status: 'open' }}>
          ← Findings
        </Link>
      </p>
      <Shown of={query} lines={10}>
        {(finding) => (
          <article className="finding">
            <header>
              <p>
                <SeverityBadge of={finding.severity} /> <span className="chip">{finding.status}</span>
                {finding.suppressed && <span className="chip">suppressed</span>}
                {finding.muted && <span className="chip">muted</span>}
              </p>
              <h1>{finding.title}</h1>
              <p>
                <ResourceLink arn={finding.resourceArn} /> <Copy text={finding.resourceArn} what="ARN" />
              </p>
              <dl className="facts">
                <dt>Account</dt>
                <dd>{finding.accountId}</dd>
                <dt>Region</dt>
                <dd>{finding.region}</dd>
                <dt>Control</dt>
                <dd>
                  <Link to="/findings" search={{ status: 'open', controlId: finding.controlId }}>
                    {finding.controlId}
                  </Link>
                </dd>
                <dt>Opened</dt>
                <dd>
                  <Time at={finding.openedAt} />
                </dd>
                <dt>Last seen</dt>
                <dd>
                  <Time at={finding.lastSeenAt} />
                </dd>
                <dt>Monthly cost</dt>
                <dd data-count="cost">{usd(finding.estimatedMonthlySavingsUsd)}</dd>
              </dl>
              <AsCurl path={`/findings/${findingId}`} />
            </header>
            {finding.riskText && (
              <section className="card">
                <h2>Why it matters</h2>
                <p>{finding.riskText}</p>
              </section>
            )}
            <section className="card">
              <h2>What decided</h2>
              <Evidence evidence={finding.evidence} />
            </section>
            <Fix finding={finding} />
            <Suppression finding={finding} />
            <Configuration arn={finding.resourceArn} marked={Object.keys(finding.evidence)} />
            <FindingHistory history={finding.history} />
            <Timeline arn={finding.resourceArn} />
          </article>
        )}
      </Shown>
    </>
  );
}
