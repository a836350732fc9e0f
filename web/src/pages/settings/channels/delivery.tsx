import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api, bodyOf, type Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { AsCurl } from '../../../ui/as-curl.js';
import { between } from '../../../ui/duration.js';
import { Problem } from '../../../ui/problem.js';
import { Empty, Shown } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { DeliveryFacts } from './delivery-facts.js';
import { MessageView } from './message-view.js';
import { deliveriesChanged, deliveryOf } from './queries.js';
import { Recipient } from './recipient.js';
import { DeliveryStatus, statusInWords } from './state.js';

/** One message: what it said, and each attempt to send it. */
export function DeliveryPage() {
  const { deliveryId } = useParams({ from: '/settings/channels/deliveries/$deliveryId' });
  return (
    <>
      <p>
        <Link to="/settings/channels/deliveries">← Deliveries</Link>
      </p>
      <Shown of={useQuery(deliveryOf(deliveryId))} lines={8}>
        {(delivery) => (
          <article className="parts">
            <header className="page-head">
              <h2>{delivery.title}</h2>
              <AsCurl path={`/notifications/deliveries/${deliveryId}`} />
            </header>
            <section className="card">
              <p>
                <DeliveryStatus of={delivery.status} /> to <Recipient of={delivery} />
                {/* what waits for its channel has a time that has passed */}
                {delivery.status === 'pending' &&
                  delivery.attempts > 0 &&
                  delivery.nextAttemptAt !== null && (
                    <>
                      , tried again <Time at={delivery.nextAttemptAt} short />
                    </>
                  )}
                <span className="line soft">{statusInWords[delivery.status]}</span>
              </p>
              <DeliveryFacts of={delivery} />
              <Retry of={delivery} />
              <Attempts of={delivery.attemptList} />
            </section>
            <section className="card">
              <h3>The message</h3>
              <MessageView of={delivery.message} />
            </section>
          </article>
        )}
      </Shown>
    </>
  );
}

/** Sends again what failed or was refused. */
function Retry({ of: { id, status } }: { of: Schemas['DeliveryDetail'] }) {
  const mayRetry = useMay('operator');
  const queryClient = useQueryClient();
  const retry = useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/notifications/deliveries/{id}/retry', { params: { path: { id } }, body: {} })),
    onSettled: () => deliveriesChanged(queryClient),
  });
  if (!mayRetry || (status !== 'failed' && status !== 'refused')) return null;
  return (
    <>
      <p className="actions">
        <button type="button" className="button" disabled={retry.isPending} onClick={() => retry.mutate()}>
          Send it again
        </button>
      </p>
      <Problem error={retry.error} />
    </>
  );
}

const Attempts = ({ of: attempts }: { of: Schemas['DeliveryDetail']['attemptList'] }) => (
  <>
    <h3>Attempts</h3>
    {attempts.length === 0 ? (
      <Empty title="Nobody has tried yet">
        <p>It goes out when it is due and its channel is not paused.</p>
      </Empty>
    ) : (
      <ul className="rows" aria-label="Attempts">
        {attempts.map(({ number, startedAt, endedAt, outcome, error }) => (
          <li key={number}>
            <b>{number}</b> <Time at={startedAt} /> <span className="chip">{outcome ?? 'under way'}</span>
            {endedAt !== null && <small className="soft">{between(startedAt, endedAt)}</small>}
            {error !== null && <span className="bad">{error}</span>}
          </li>
        ))}
      </ul>
    )}
  </>
);
