import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../../api/session.js';
import { Choice } from '../../ui/choice.js';
import { FilterForm } from '../../ui/filter-form.js';
import { Filters } from '../../ui/filters.js';
import { PagedLines } from '../../ui/paged-lines.js';
import { pathWith } from '../../ui/search.js';
import { severities } from '../../ui/severity.js';
import { ShownCount } from '../../ui/shown-count.js';
import { Empty } from '../../ui/states.js';
import { openOrClosed, PLACE_TEXTS, type VulnerabilityFilters, vulnerabilityQuery } from './filters.js';
import { PatchingHead } from './parts.js';
import { vulnerabilitiesOf } from './queries.js';
import { ScanForVulnerabilities } from './scan-for-vulnerabilities.js';
import { VulnerabilityLine } from './vulnerability-line.js';

const TEXTS = [['vulnerabilityId', 'Vulnerability'], ...PLACE_TEXTS] as const;
const YES_NO = ['yes', 'no'] as const;

/** Vulnerabilities of instances, and the patches that close them. */
export function Vulnerabilities() {
  const filters = useSearch({ from: '/patching/vulnerabilities' });
  const navigate = useNavigate({ from: '/patching/vulnerabilities' });
  const change = (changed: VulnerabilityFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const mayScan = useMay('operator');
  const list = useInfiniteQuery(vulnerabilitiesOf(filters));
  const shown = list.data?.pages.flatMap(({ items }) => items).length;
  const { patchable } = filters;
  return (
    <>
      <PatchingHead
        title="Vulnerabilities"
        curl={pathWith('/vulnerabilities', { ...vulnerabilityQuery(filters) })}
      >
        <ShownCount of={shown} more={list.hasNextPage} name="vulnerability" names="vulnerabilities" />
      </PatchingHead>
      {mayScan && <ScanForVulnerabilities />}
      <div className="with-side">
        <Filters>
          <FilterForm texts={TEXTS} filters={filters} change={change}>
            <Choice
              label="Status"
              of={openOrClosed}
              value={filters.status}
              choose={(status) => change({ status })}
            />
            <Choice
              label="Severity"
              of={severities}
              value={filters.severity}
              choose={(severity) => change({ severity })}
            />
            <Choice
              label="Can be patched"
              of={YES_NO}
              value={patchable === undefined ? undefined : patchable ? 'yes' : 'no'}
              choose={(one) => change({ patchable: one === undefined ? undefined : one === 'yes' })}
            />
          </FilterForm>
        </Filters>
        <PagedLines
          of={list}
          label="Vulnerabilities"
          kind="vulnerabilities"
          skeleton={8}
          nothing={<Nothing isFiltered={Object.values(filters).some((one) => one !== undefined)} />}
          line={(item) => <VulnerabilityLine key={item.id} vulnerability={item} />}
        />
      </div>
    </>
  );
}

const Nothing = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="No vulnerability passes these filters">
      <p>
        <Link to="/patching/vulnerabilities">Remove the filters</Link>
      </p>
    </Empty>
  ) : (
    <Empty title="No vulnerability is known">
      <p>
        A scan for them asks Inspector and Systems Manager: operators start it here, and schedules regularly.
      </p>
    </Empty>
  );
