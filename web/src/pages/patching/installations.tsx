import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Choice } from '../../ui/choice.js';
import { between } from '../../ui/duration.js';
import { PagedRows } from '../../ui/paged-rows.js';
import { pathWith } from '../../ui/search.js';
import { ShownCount } from '../../ui/shown-count.js';
import { Empty } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { PatchingHead } from './parts.js';
import { installationsOf } from './queries.js';
import { installationStatuses, inWords, StatusBadge } from './status.js';

/** Installations of patches, the newest first, and how each goes. */
export function Installations() {
  const filters = useSearch({ from: '/patching/installations' });
  const navigate = useNavigate({ from: '/patching/installations' });
  const mayPlan = useMay('operator');
  const list = useInfiniteQuery(installationsOf(filters));
  const shown = list.data?.pages.flatMap(({ items }) => items).length;
  return (
    <>
      <PatchingHead title="Installations" curl={pathWith('/patching/installations', { ...filters })}>
        <ShownCount of={shown} more={list.hasNextPage} name="installation" />
        {filters.executionId !== undefined && (
          <p className="soft">
            of one execution <Link to="/patching/installations">See all of them</Link>
          </p>
        )}
        <Choice
          label="Status"
          of={installationStatuses}
          value={filters.status}
          choose={(status) => void navigate({ search: (before) => ({ ...before, status }) })}
          inWords={inWords}
          isFilter
        />
        {mayPlan && (
          <Link to="/patching/installations/new" className="button primary">
            Plan an installation
          </Link>
        )}
      </PatchingHead>
      <PagedRows
        of={list}
        label="Installations"
        skeleton={8}
        nothing={<Nothing isFiltered={Object.values(filters).some((one) => one !== undefined)} />}
        row={(one) => <InstallationRow key={one.id} installation={one} />}
      />
    </>
  );
}

const InstallationRow = ({ installation }: { installation: Schemas['PatchInstallation'] }) => {
  const { id, status, reason, requestedBy, createdAt, endedAt } = installation;
  return (
    <li data-installation={id}>
      <span>
        <StatusBadge of={status} />{' '}
        <Link to="/patching/installations/$installationId" params={{ installationId: id }} data-row="">
          {id}
        </Link>
      </span>
      <span className="soft">
        asked for by {requestedBy} <Time at={createdAt} short />
      </span>
      <span className="soft">
        {reason}
        {endedAt !== null && ` took ${between(createdAt, endedAt) ?? ''}`}
      </span>
    </li>
  );
};

const Nothing = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="No installation is like this">
      <p>
        <Link to="/patching/installations">See all of them</Link>
      </p>
    </Empty>
  ) : (
    <Empty title="Nothing was installed yet">
      <p>
        Operators plan one with what instances lack, see its batches, and ask for it; what the{' '}
        <Link to="/patching/policy">policy</Link> lets through is installed by itself where it says so.
      </p>
    </Empty>
  );
