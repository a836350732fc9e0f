import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { Listed } from '../../../ui/listed.js';
import { Empty } from '../../../ui/states.js';
import { kindNamed, kindOf, leadsTo } from './kinds.js';
import { channels } from './queries.js';
import { ChannelState } from './state.js';

/** Where people are told, and whether anything arrives there. */
export function Channels() {
  const mayMake = useMay('admin');
  return (
    <Listed
      of={useInfiniteQuery(channels)}
      title="Channels"
      things={['channel', 'channels']}
      curl="/notifications/channels"
      actions={
        <>
          {mayMake && (
            <Link to="/settings/channels/new" className="button primary">
              New channel
            </Link>
          )}
          <Link to="/settings/channels/deliveries" className="button">
            Deliveries
          </Link>
        </>
      }
      nothing={
        <Empty title="Nobody is told of anything yet">
          {mayMake ? (
            <p>
              <Link to="/settings/channels/new">Make a channel</Link>: the rules that every tenant has tell it
              what matters
            </p>
          ) : (
            <p>An admin can make a channel.</p>
          )}
        </Empty>
      }
      row={(channel) => <Row key={channel.id} channel={channel} />}
    />
  );
}

const Row = ({ channel }: { channel: Schemas['NotificationChannel'] }) => (
  <li data-channel={channel.id}>
    <span>
      <Link to="/settings/channels/$channelId" params={{ channelId: channel.id }} data-row="">
        {channel.name}
      </Link>
      <small className="line soft">{kindNamed(kindOf(channel)).label}</small>
    </span>
    <span>{leadsTo(channel)}</span>
    <ChannelState of={channel} />
  </li>
);
