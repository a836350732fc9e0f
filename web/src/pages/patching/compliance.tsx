import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FilterForm } from '../../ui/filter-form.js';
import { Lines } from '../../ui/lines.js';
import { More } from '../../ui/more.js';
import { pathWith } from '../../ui/search.js';
import { Empty, Shown } from '../../ui/states.js';
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
        <aside aria-label="Filters">
          <FilterForm
            texts={PLACE_TEXTS}
            filters={filters}
            change={(changed) =>
              void navigate({ search: (before) => ({ ...before, ...changed }), replace: true })
            }
          />
        </aside>
        <Shown of={list} lines={8}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            return items.length === 0 ? (
              <Nothing isFiltered={Object.values(filters).some((one) => one !== undefined)} />
            ) : (
              <div className="parts">
                <ComplianceCounts of={items} more={list.hasNextPage} />
                <Lines label="Instances" of="compliance">
                  {items.map((item) => (
                    <ComplianceLine key={item.resourceArn} instance={item} />
                  ))}
                </Lines>
                <More of={list} />
              </div>
            );
          }}
        </Shown>
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
