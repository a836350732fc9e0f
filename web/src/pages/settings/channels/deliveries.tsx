import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { Choice } from '../../../ui/choice.js';
import { Listed } from '../../../ui/listed.js';
import { Empty } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { pathOf, statuses } from './delivery-filters.js';
import { deliveriesOf } from './queries.js';
import { Recipient } from './recipient.js';
import { DeliveryStatus } from './state.js';

/** What was sent to whom, or why it was not. */
export function Deliveries() {
  const filters = useSearch({ from: '/settings/channels/deliveries' });
  const navigate = useNavigate({ from: '/settings/channels/deliveries' });
  const { status, channelId } = filters;
  return (
    <>
      <p>
        {channelId === undefined ? (
          <Link to="/settings/channels">← Channels</Link>
        ) : (
          <Link to="/settings/channels/$channelId" params={{ channelId }}>
            ← The channel
          </Link>
        )}
      </p>
      <Listed
        of={useInfiniteQuery(deliveriesOf(filters))}
        title="Deliveries"
        things={['message', 'messages']}
        curl={pathOf(filters)}
        filters={
          <div className="choices">
            <Choice
              label="Status"
              of={statuses}
              value={status}
              choose={(chosen) =>
                void navigate({ search: (before) => ({ ...before, status: chosen }), replace: true })
              }
            />
          </div>
        }
        nothing={
          <Empty title={status === undefined ? 'Nothing was sent yet' : `No message is ${status}`}>
            <p>
              {status === undefined && channelId === undefined ? (
                <>
                  <Link to="/settings/rules">Rules</Link> say what is told, and whom
                </>
              ) : (
                <Link to="/settings/channels/deliveries">All messages</Link>
              )}
            </p>
          </Empty>
        }
        row={(delivery) => <Row key={delivery.id} of={delivery} />}
      />
    </>
  );
}

const Row = ({ of }: { of: Schemas['Delivery'] }) => (
  <li data-delivery={of.id}>
    <span>
      <Link to="/settings/channels/deliveries/$deliveryId" params={{ deliveryId: of.id }} data-row="">
        {of.title}
      </Link>
      <small className="line soft">
        {of.kind}, to <Recipient of={of} />
      </small>
    </span>
    <span>
      <DeliveryStatus of={of.status} />{' '}
      <small className="soft">
        {of.attempts} {of.attempts === 1 ? 'attempt' : 'attempts'}
      </small>
      {of.lastError !== null && <small className="line bad">{of.lastError}</small>}
    </span>
    <span className="soft">
      <Time at={of.sentAt ?? of.createdAt} short />
    </span>
  </li>
);
