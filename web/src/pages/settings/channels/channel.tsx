import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMay } from '../../../api/session.js';
import { AsCurl } from '../../../ui/as-curl.js';
import { Copy } from '../../../ui/copy.js';
import { Shown } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { ChangeChannel } from './change-channel.js';
import { kindNamed, kindOf, leadsTo } from './kinds.js';
import { channelOf } from './queries.js';
import { ResumeChannel } from './resume-channel.js';
import { ChannelState } from './state.js';
import { TestChannel } from './test-channel.js';

/** One channel: how it stands, whether it works, and what can be changed. */
export function ChannelPage() {
  const { channelId } = useParams({ from: '/settings/channels/$channelId' });
  const isAdmin = useMay('admin');
  const isOperator = useMay('operator');
  return (
    <>
      <p>
        <Link to="/settings/channels">← Channels</Link>
      </p>
      <Shown of={useQuery(channelOf(channelId))} lines={8}>
        {(channel) => (
          <article className="parts">
            <header className="page-head">
              <h2>{channel.name}</h2>
              <AsCurl path={`/notifications/channels/${channelId}`} />
            </header>
            <section className="card">
              <dl className="facts">
                <dt>Id</dt>
                <dd>
                  <code>{channelId}</code> <Copy text={channelId} what="id" />
                </dd>
                <dt>Kind</dt>
                <dd>{kindNamed(kindOf(channel)).label}</dd>
                <dt>Leads to</dt>
                <dd>
                  {leadsTo(channel)}{' '}
                  {channel.type === 'sns' && <Copy text={leadsTo(channel)} what="ARN of the topic" />}
                </dd>
                <dt>State</dt>
                <dd>
                  <ChannelState of={channel} />
                </dd>
                <dt>Saved</dt>
                <dd>
                  by {channel.savedBy}, <Time at={channel.updatedAt} />
                  {channel.origin === 'environment' && '; variables of the service say where it leads'}
                </dd>
              </dl>
              {isAdmin && channel.pausedAt !== null && <ResumeChannel id={channelId} />}
              <p>
                <Link to="/settings/channels/deliveries" search={{ channelId }}>
                  What was sent by it
                </Link>
              </p>
            </section>
            {/* what was sent before a change says nothing of what is there now */}
            {isOperator && <TestChannel key={channel.updatedAt} id={channelId} />}
            {isAdmin && <ChangeChannel channel={channel} />}
          </article>
        )}
      </Shown>
    </>
  );
}
