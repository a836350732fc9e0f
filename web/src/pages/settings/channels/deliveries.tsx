import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { Choice } from '../../../ui/choice.js';
import { Listed } from '../../../ui/listed.js';
import { Empty } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { type DeliveryFilters, messageKinds, pathOf, statuses } from './delivery-filters.js';
import { allChannels, deliveriesOf } from './queries.js';
import { Recipient } from './recipient.js';
import { DeliveryStatus } from './state.js';

/** What was sent to whom, or why it was not. */
export function Deliveries() {
  const filters = useSearch({ from: '/settings/channels/deliveries' });
  const navigate = useNavigate({ from: '/settings/channels/deliveries' });
  const { data: channels = [] } = useQuery(allChannels);
  const { status, kind, channelId } = filters;
  const change = (changed: DeliveryFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const isFiltered = Object.values(filters).some((one) => one !== undefined);
  // one that was deleted is known by its id alone
  const ids = [
    ...new Set([...channels.map(({ id }) => id), ...(channelId === undefined ? [] : [channelId])]),
  ];
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
          <div className="choices inline">
            <Choice
              label="Status"
              of={statuses}
              value={status}
              choose={(chosen) => change({ status: chosen })}
            />
            <Choice
              label="About"
              of={messageKinds}
              value={kind}
              choose={(chosen) => change({ kind: chosen })}
            />
            <Choice
              label="Channel"
              of={ids}
              value={channelId}
              choose={(chosen) => change({ channelId: chosen })}
              inWords={(id) => channels.find((one) => one.id === id)?.name ?? id}
            />
          </div>
        }
        nothing={
          isFiltered ? (
            <Empty title="No message passes these filters">
              <p>
                <Link to="/settings/channels/deliveries">Remove the filters</Link>
              </p>
            </Empty>
          ) : (
            <Empty title="Nothing was sent yet">
              <p>
                <Link to="/settings/rules">Rules</Link> say what is told, and whom
              </p>
            </Empty>
          )
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
