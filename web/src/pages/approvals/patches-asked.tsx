import { Link } from '@tanstack/react-router';
import { JsonTree } from '../../ui/json-tree.js';
import { SeverityBadge } from '../../ui/severity.js';
import { Time } from '../../ui/time.js';
import type { AskedInstallation, AskedPatches } from './asked-patches.js';

/** Patches that may be installed, each with where it is missing. */
export const PatchesAsked = ({ of: { patchApprovalId, dueAt, patches, notShown } }: { of: AskedPatches }) => (
  <div className="plan">
    <p>
      <Link to="/patching/approvals/$patchApprovalId" params={{ patchApprovalId }}>
        These patches
      </Link>{' '}
      may be installed then. They are due <Time at={dueAt} />.
    </p>
    <ul className="rows" aria-label="Patches">
      {patches.map(({ patchId, severity, cveIds, instanceCount, instances }) => (
        <li key={`${patchId} ${severity}`}>
          <SeverityBadge of={severity} /> <b>{patchId}</b>
          <span className="soft">{cveIds.join(', ')}</span>
          <details>
            <summary>{instanceCount === 1 ? '1 instance' : `${instanceCount} instances`}</summary>
            {instances.map((one) => (
              <p key={one}>{one}</p>
            ))}
            {instanceCount > instances.length && <p>and {instanceCount - instances.length} more</p>}
          </details>
        </li>
      ))}
    </ul>
    <NotShown count={notShown} where="the patches" />
  </div>
);

/** Patches that are installed at once, with what else is done to the instances. */
export const InstallationAsked = ({
  of: { installationId, batches, options, note, patches, more },
}: {
  of: AskedInstallation;
}) => (
  <div className="plan">
    <p>
      <Link to="/patching/installations/$installationId" params={{ installationId }}>
        The installation
      </Link>{' '}
      goes on, in {batches === 1 ? '1 batch' : `${batches} batches`}.
    </p>
    {note !== null && <p className="problem">{note}</p>}
    <ul className="rows" aria-label="Patches">
      {patches.map(({ patchId, instanceId, severity }) => (
        <li key={`${patchId} ${instanceId}`}>
          <SeverityBadge of={severity} /> <b>{patchId}</b> <span className="soft">on {instanceId}</span>
        </li>
      ))}
    </ul>
    <NotShown count={more} where="the installation" />
    <h3>How</h3>
    <ul className="tree">
      {Object.entries(options).map(([name, value]) => (
        <JsonTree key={name} name={name} value={value} isOpen />
      ))}
    </ul>
  </div>
);

const NotShown = ({ count, where }: { count: number; where: string }) =>
  count > 0 ? (
    <p className="problem">
      <b data-count="not-shown">{count}</b> more found no room here: read {where} before you decide.
    </p>
  ) : null;
