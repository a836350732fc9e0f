import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../../api/session.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Choice } from '../../ui/choice.js';
import { FilterForm } from '../../ui/filter-form.js';
import { Filters } from '../../ui/filters.js';
import { PagedLines } from '../../ui/paged-lines.js';
import { severities } from '../../ui/severity.js';
import { ShownCount } from '../../ui/shown-count.js';
import { Empty } from '../../ui/states.js';
import { type IncidentFilters, pathOf } from './filters.js';
import { IncidentLine } from './incident-line.js';
import { incidentsOf } from './queries.js';
import { statuses } from './standing.js';

const TEXTS = [
  ['incidentType', 'Type'],
  ['resourceArn', 'Resource ARN'],
] as const;

/** Incidents, the newest first, and how far each is. */
export function Incidents() {
  const filters = useSearch({ from: '/incidents' });
  const navigate = useNavigate({ from: '/incidents' });
  const change = (changed: IncidentFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const mayReport = useMay('operator');
  const list = useInfiniteQuery(incidentsOf(filters));
  const shown = list.data?.pages.flatMap(({ items }) => items).length;
  return (
    <>
      <header className="page-head">
        <h1>Incidents</h1>
        <ShownCount of={shown} more={list.hasNextPage} name="incident" />
        <span className="actions">
          {mayReport && (
            <Link to="/incidents/new" className="button primary">
              Report an incident
            </Link>
          )}
          <AsCurl path={pathOf(filters)} />
        </span>
      </header>
      <div className="with-side">
        <Filters>
          <FilterForm texts={TEXTS} filters={filters} change={change}>
            <Choice
              label="Status"
              of={statuses}
              value={filters.status}
              choose={(status) => change({ status })}
            />
            <Choice
              label="Severity"
              of={severities}
              value={filters.severity}
              choose={(severity) => change({ severity })}
            />
          </FilterForm>
        </Filters>
        <PagedLines
          of={list}
          label="Incidents"
          kind="incidents"
          skeleton={8}
          nothing={<Nothing isFiltered={Object.values(filters).some((one) => one !== undefined)} />}
          line={(item) => <IncidentLine key={item.id} incident={item} />}
        />
      </div>
    </>
  );
}

const Nothing = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="No incident passes these filters">
      <p>
        <Link to="/incidents">Remove the filters</Link>
      </p>
    </Empty>
  ) : (
    <Empty title="There was no incident yet">
      <p>
        People report them here or by <code>POST /incidents</code>; the event{' '}
        <code>compliance-violation-detected</code> and the thresholds of continuous monitoring open them by
        themselves.
      </p>
    </Empty>
  );
