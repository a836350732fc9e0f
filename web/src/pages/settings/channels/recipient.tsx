import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { allChannels } from './queries.js';

/** The channel by its name, or who was named. */
export function Recipient({ of: { channelId, target } }: { of: Schemas['Delivery'] }) {
  const { data: channels } = useQuery({ ...allChannels, enabled: channelId !== null });
  if (channelId === null)
    return target === null ? null : <>{target.type === 'email' ? target.to : target.topicArn}</>;
  const channel = channels?.find(({ id }) => id === channelId);
  // one that was deleted is known by its id alone
  return channel === undefined ? (
    <code>{channelId}</code>
  ) : (
    <Link to="/settings/channels/$channelId" params={{ channelId }}>
      {channel.name}
    </Link>
  );
}
