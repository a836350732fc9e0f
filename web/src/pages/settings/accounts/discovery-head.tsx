import type { Schemas } from '../../../api/api.js';
import { Time } from '../../../ui/time.js';
import { isUnderWay } from './discovery-queries.js';

/** How far a look is, or what it counted. */
export function DiscoveryHead({
  of: { status, dryRun, organizationId, requestedBy, progress, counts, error, createdAt },
}: {
  of: Schemas['AccountDiscovery'];
}) {
  const { accountsDone, accountsTotal } = progress;
  return (
    <section className="card">
      <p role="status">
        <span className="chip">{status}</span> {dryRun ? 'a look alone' : 'a look that registers'}
        {organizationId === null ? '' : ` into ${organizationId}`}, by {requestedBy}, <Time at={createdAt} />
      </p>
      {isUnderWay({ status }) && (
        <label>
          {accountsDone} of {accountsTotal ?? '…'} accounts{' '}
          <progress {...(accountsTotal === null ? {} : { value: accountsDone, max: accountsTotal })} />
        </label>
      )}
      {error !== null && <p className="problem">{error.message}</p>}
      <ul className="counts">
        {(
          [
            [dryRun ? 'would be registered' : 'registered', counts.added],
            ['were registered before', counts.registered],
            ['of other tenants', counts.otherTenant],
            ['not active', counts.notActive],
            ['left', counts.left],
            ['could not be entered', counts.notReachable],
          ] as const
        ).map(([what, count]) => (
          <li key={what}>
            <b>{count}</b> {what}
          </li>
        ))}
      </ul>
    </section>
  );
}
