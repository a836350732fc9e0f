import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FilterForm } from '../../ui/filter-form.js';
import { Filters } from '../../ui/filters.js';
import { PagedLines } from '../../ui/paged-lines.js';
import { pathWith } from '../../ui/search.js';
import { Empty } from '../../ui/states.js';
import { ComplianceCounts } from './compliance-counts.js';
import { ComplianceLine } from './compliance-line.js';
import { PLACE_TEXTS } from './filters.js';
import { PatchingHead } from './parts.js';
import { complianceOf } from './queries.js';

/** How well instances are patched: what is missing where. */
export function Compliance() {
  const filters = useSearch({ from: '/patching' });
  const navigate = useNavigate({ from: '/patching' });
  const list = useInfiniteQuery(complianceOf(filters));
  return (
    <>
      <PatchingHead title="Patching" curl={pathWith('/patching/compliance', filters)} />
      <div className="with-side">
        <Filters>
          <FilterForm
            texts={PLACE_TEXTS}
            filters={filters}
            change={(changed) =>
              void navigate({ search: (before) => ({ ...before, ...changed }), replace: true })
            }
          />
        </Filters>
        <PagedLines
          of={list}
          label="Instances"
          kind="compliance"
          skeleton={8}
          head={(items) => <ComplianceCounts of={items} more={list.hasNextPage} />}
          nothing={<Nothing isFiltered={Object.values(filters).some((one) => one !== undefined)} />}
          line={(item) => <ComplianceLine key={item.resourceArn} instance={item} />}
        />
      </div>
    </>
  );
}

const Nothing = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="No instance passes these filters">
      <p>
        <Link to="/patching">Remove the filters</Link>
      </p>
    </Empty>
  ) : (
    <Empty title="No instance is known that Systems Manager manages">
      <p>
        A <Link to="/">scan</Link> of the service <code>ssm</code> reads them from your accounts; an instance
        needs the agent of Systems Manager, and a role that lets it in.
      </p>
    </Empty>
  );
