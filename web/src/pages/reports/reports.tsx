import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { AsCurl } from '../../ui/as-curl.js';
import { Choice } from '../../ui/choice.js';
import { PagedLines } from '../../ui/paged-lines.js';
import { pathWith } from '../../ui/search.js';
import { ShownCount } from '../../ui/shown-count.js';
import { Empty } from '../../ui/states.js';
import { type Kind, kinds } from './kinds.js';
import { reportsOf } from './queries.js';
import { ReportLine } from './report-line.js';

/** Reports and audit packs, the newest first. */
export function Reports() {
  const { kind } = useSearch({ from: '/reports' });
  const navigate = useNavigate({ from: '/reports' });
  const list = useInfiniteQuery(reportsOf(kind));
  const shown = list.data?.pages.flatMap(({ items }) => items).length;
  return (
    <>
      <header className="page-head">
        <h1>Reports</h1>
        <ShownCount of={shown} more={list.hasNextPage} name="report" />
        <AsCurl path={pathWith('/reports', { kind })} />
      </header>
      <div className="parts">
        <div className="choices">
          <Choice
            label="Kind"
            of={kinds}
            value={kind}
            choose={(chosen) => void navigate({ search: { kind: chosen }, replace: true })}
          />
        </div>
        <PagedLines
          of={list}
          label="Reports"
          kind="reports"
          skeleton={8}
          nothing={<Nothing kind={kind} />}
          line={(report) => <ReportLine key={report.reportId} report={report} />}
        />
      </div>
    </>
  );
}

const MADE_BY = {
  assessment: 'ComplianceAssessmentWorkflow scans for a framework and writes one',
  'audit-pack': 'AuditPackGenerationWorkflow collects the evidence of a window',
  scan: 'ComplianceScanWorkflow scans and writes one',
} as const satisfies Record<Kind, string>;

/** What writes them. */
const Nothing = ({ kind }: { kind: Kind | undefined }) => (
  <Empty title={kind === undefined ? 'Nothing was written yet' : `There is no report of the kind ${kind}`}>
    <ul>
      {kinds
        .filter((one) => kind === undefined || one === kind)
        .map((one) => (
          <li key={one}>{MADE_BY[one]}</li>
        ))}
    </ul>
    <p>
      Start it now by <code>POST /workflows</code>, or regularly by <code>POST /schedules</code>.
    </p>
    {kind !== undefined && (
      <p>
        <Link to="/reports">All kinds</Link>
      </p>
    )}
  </Empty>
);
