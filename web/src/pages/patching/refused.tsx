import type { Schemas } from '../../api/api.js';

/** Instances on which nothing is installed, and why. */
export const Refused = ({ of: refused }: { of: Schemas['PatchInstallationWithBatches']['refused'] }) => (
  <ul className="rows" aria-label="Instances that are left out">
    {refused.map(({ instanceId, accountId, region, reason }) => (
      <li key={`${accountId}${region}${instanceId}`}>
        <span className="chip problem">left out</span> <code>{instanceId}</code>
        <span className="soft">
          {accountId} {region}
        </span>
        <span>{reason}</span>
      </li>
    ))}
  </ul>
);
