import type { Schemas } from '../../api/api.js';
import { duration } from '../../ui/duration.js';

type Report = NonNullable<Schemas['Incident']['report']>;

const after = (seconds: number | null): string => (seconds === null ? 'never' : duration(seconds * 1000));

/** What is said of it now that it is over, and how fast it went. */
export const ClosingReport = ({ report }: { report: Report }) => (
  <section className="card">
    <h2>Closing report</h2>
    <p>
      <span className="chip">{report.outcome.replaceAll('_', ' ')}</span> closed by {report.closedBy}
    </p>
    <p className="told">{report.summary}</p>
    <dl className="facts">
      <dt>Acknowledged after</dt>
      <dd>{after(report.secondsToAcknowledge)}</dd>
      <dt>Contained after</dt>
      <dd>{after(report.secondsToContain)}</dd>
      <dt>Released after</dt>
      <dd>{after(report.secondsToRelease)}</dd>
      <dt>Closed after</dt>
      <dd>{after(report.secondsToClose)}</dd>
      <dt>Escalations</dt>
      <dd data-count="escalations">{report.escalations}</dd>
    </dl>
    {report.keptContained && <p className="problem">Its resources were to stay cut off.</p>}
  </section>
);
