import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Empty, Shown } from '../../ui/states.js';
import { AccountHealth } from './account-health.js';
import { health } from './queries.js';

/** Whether changes in the accounts are heard of, how late, and which are not. Open where something is wrong. */
export function Health() {
  return (
    <section className="card" aria-label="Health">
      <Shown of={useQuery(health)}>
        {({ accounts, queues }) => {
          const fine = accounts.filter(({ status }) => status === 'ok').length;
          return accounts.length === 0 ? (
            <Empty title="No account is registered">
              <p>
                Add one: <code>POST /accounts</code>
              </p>
            </Empty>
          ) : (
            <details open={fine < accounts.length}>
              <summary>
                <b data-count="fine">{fine}</b> of <b data-count="accounts">{accounts.length}</b>{' '}
                {accounts.length === 1 ? 'account sends its events' : 'accounts send their events'}
              </summary>
              {accounts.map((account) => (
                <AccountHealth key={account.accountId} of={account} />
              ))}
              {queues.map((queue, i) => (
                <Queue key={i} of={queue} />
              ))}
              <p>
                <AsCurl path="/events/health" />
              </p>
            </details>
          );
        }}
      </Shown>
    </section>
  );
}

const Queue = ({
  of: { visible, inFlight, dlqDepth, error },
}: {
  of: Schemas['EventHealth']['queues'][number];
}) =>
  error === null ? (
    <p className="soft">
      Queue: {visible ?? 0} messages wait, {inFlight ?? 0} in flight, {dlqDepth ?? 0} dead letters.
    </p>
  ) : (
    <p className="problem">The queue cannot be read: {error}</p>
  );
