import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useMay } from '../../api/session.js';
import { Empty, Shown } from '../../ui/states.js';
import type { PatchFilters } from './filters.js';
import { PlanForm } from './plan-form.js';
import { missingOf } from './missing.js';

/** Plans an installation with patches that are chosen, shows its batches, and asks for it. */
export function NewInstallation() {
  const filters = useSearch({ from: '/patching/installations/new' });
  const mayPlan = useMay('operator');
  return (
    <>
      <p>
        <Link to="/patching/installations">← Installations</Link>
      </p>
      <h1>Plan an installation</h1>
      {mayPlan ? (
        <Choose key={JSON.stringify(filters)} filters={filters} />
      ) : (
        <Empty title="Operators plan installations">
          <p>Sign in with a key that may, or send one of them the address of this page.</p>
        </Empty>
      )}
    </>
  );
}

const Choose = ({ filters }: { filters: PatchFilters }) => (
  <Shown of={useQuery(missingOf(filters))} lines={10}>
    {({ patches, isAll }) =>
      patches.length === 0 ? (
        <Empty title="No patch is known that is missing">
          <p>
            <Link to="/patching/vulnerabilities">A scan for vulnerabilities</Link> tells which patches close
            what.
          </p>
        </Empty>
      ) : (
        <>
          {!isAll && (
            <p className="problem">
              There are more vulnerabilities than are read here: choose an instance of{' '}
              <Link to="/patching">those that lack patches</Link> to see all of its patches.
            </p>
          )}
          <PlanForm patches={patches} />
        </>
      )
    }
  </Shown>
);
