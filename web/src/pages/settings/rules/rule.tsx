import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { AsCurl } from '../../../ui/as-curl.js';
import { Copy } from '../../../ui/copy.js';
import { Shown } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { allChannels } from '../channels/queries.js';
import { ChangeRule } from './change-rule.js';
import { facts } from './conditions.js';
import { ruleOf } from './queries.js';
import { RuleTrial } from './rule-trial.js';
import { conditionInWords, deliveryInWords, listOf, quietInWords, textOf } from './words.js';

export function RulePage() {
  const { ruleId } = useParams({ from: '/settings/rules/$ruleId' });
  const mayChange = useMay('admin');
  return (
    <>
      <p>
        <Link to="/settings/rules">← Rules</Link>
      </p>
      <Shown of={useQuery(ruleOf(ruleId))} lines={8}>
        {(rule) => (
          <article className="parts">
            <header className="page-head">
              <h2>
                {rule.name} {!rule.enabled && <span className="chip">off</span>}
              </h2>
              <AsCurl path={`/notifications/rules/${ruleId}`} />
            </header>
            <Facts rule={rule} />
            <RuleTrial of={rule} begins={facts.find((one) => one === rule.when['fact'])} />
            {mayChange && <ChangeRule rule={rule} />}
          </article>
        )}
      </Shown>
    </>
  );
}

/** One that was deleted is known by its id alone; by one that is off or paused nobody is told. */
function channelInWords(channels: readonly Schemas['NotificationChannel'][], id: string): string {
  const channel = channels.find((one) => one.id === id);
  if (channel === undefined) return id;
  const state = !channel.enabled ? ' (off)' : channel.pausedAt === null ? '' : ' (paused)';
  return channel.name + state;
}

function Facts({ rule }: { rule: Schemas['NotificationRule'] }) {
  const { data: channels = [] } = useQuery(allChannels);
  const named = (ids: readonly string[]) => ids.map((id) => channelInWords(channels, id)).join(', ');
  const { escalation, repeatAfterMinutes } = rule;
  return (
    <section className="card">
      {rule.description !== null && <p>{rule.description}</p>}
      <dl className="facts">
        <dt>Id</dt>
        <dd>
          <code>{rule.id}</code> <Copy text={rule.id} what="id" />
        </dd>
        <dt>Condition</dt>
        <dd>{conditionInWords(rule)}</dd>
        <dt>Channels</dt>
        <dd>{rule.channels === 'all' ? 'all channels, also later ones' : named(rule.channels)}</dd>
        <dt>Delivery</dt>
        <dd>{deliveryInWords(rule)}</dd>
        <dt>Quiet hours</dt>
        <dd>{quietInWords(rule)}</dd>
        <dt>Repeat</dt>
        <dd>
          {repeatAfterMinutes === null ? 'each time' : `after ${repeatAfterMinutes} minutes at the earliest`}
        </dd>
        <dt>Escalation</dt>
        <dd>
          {escalation === null
            ? 'none'
            : `to ${named(listOf(escalation, 'channels'))} after ${textOf(escalation, 'afterMinutes') ?? ''} minutes`}
        </dd>
        <dt>Saved</dt>
        <dd>
          by {rule.savedBy}, <Time at={rule.updatedAt} />
          {rule.isDefault && '; every tenant has it from the start'}
        </dd>
      </dl>
    </section>
  );
}
