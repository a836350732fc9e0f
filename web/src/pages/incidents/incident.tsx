import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Shown } from '../../ui/states.js';
import { AskedOf } from '../approvals/asked-of.js';
import { About } from './about.js';
import { Actions } from './actions.js';
import { ClosingReport } from './closing-report.js';
import { Containments } from './containments.js';
import { Entries } from './entries.js';
import { Evidence } from './evidence.js';
import { Head } from './head.js';
import { incidentOf } from './queries.js';
import { Touched } from './touched.js';

/** One incident: what happened, what was done about it and by whom, and what can be done now. */
export function IncidentPage() {
  const { incidentId } = useParams({ from: '/incidents/$incidentId' });
  return (
    <>
      <p>
        <Link to="/incidents">← Incidents</Link>
      </p>
      <Shown of={useQuery(incidentOf(incidentId))} lines={10}>
        {(incident) => (
          <article className="parts" key={incident.id}>
            <Head incident={incident} />
            <Actions incident={incident} />
            {incident.report !== null && <ClosingReport report={incident.report} />}
            <AskedOf executionId={incident.executionId} isLive={incident.status !== 'closed'} />
            <About incident={incident} />
            <Containments of={incident.containments} />
            <Touched incident={incident} />
            <Evidence incident={incident} />
            <Entries of={incident.entries} />
          </article>
        )}
      </Shown>
    </>
  );
}
