import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { Copy } from '../../ui/copy.js';
import { ResourceLink } from '../../ui/resource-link.js';
import { Empty } from '../../ui/states.js';

/** The resources that it is about, and the findings that it was reported with. */
export const About = ({ incident: { resourceArns, findingIds } }: { incident: Schemas['Incident'] }) => (
  <section className="card">
    <h2>Affected resources</h2>
    {resourceArns.length === 0 && findingIds.length === 0 ? (
      <Empty title="It names no resource">
        <p>Nothing can be contained then: report it again with the ARNs of what is concerned.</p>
      </Empty>
    ) : (
      <ul className="rows">
        {resourceArns.map((arn) => (
          <li key={arn}>
            <span>
              <ResourceLink arn={arn} /> <Copy text={arn} what="ARN" />
            </span>
            <Link to="/events" search={{ resource: arn }} className="soft">
              events of it
            </Link>
          </li>
        ))}
        {findingIds.map((findingId) => (
          <li key={findingId}>
            <span className="chip">finding</span>
            <span>
              <Link to="/findings/$findingId" params={{ findingId }}>
                {findingId}
              </Link>{' '}
              <Copy text={findingId} what="id of the finding" />
            </span>
          </li>
        ))}
      </ul>
    )}
  </section>
);
