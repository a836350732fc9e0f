import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { Copy } from '../../../ui/copy.js';
import { Time } from '../../../ui/time.js';
import { ruleOf } from '../rules/queries.js';

/** By what a message can be found where it went, and why it was sent. */
export const DeliveryFacts = ({ of: { id, ruleId, told, ...of } }: { of: Schemas['DeliveryDetail'] }) => (
  <dl className="facts">
    <dt>Id, as its receiver knows it</dt>
    <dd>
      <code>{id}</code> <Copy text={id} what="id" />
    </dd>
    {of.providerId !== null && (
      <>
        <dt>Id that the receiver gave it</dt>
        <dd>
          <code>{of.providerId}</code> <Copy text={of.providerId} what="id that the receiver gave it" />
        </dd>
      </>
    )}
    <dt>Rule</dt>
    <dd>
      {ruleId === null ? (
        <span className="soft">{told === 0 ? 'none: somebody had it sent' : 'none, or several'}</span>
      ) : (
        <RuleLink id={ruleId} />
      )}
    </dd>
    <dt>Written</dt>
    <dd>
      <Time at={of.createdAt} />
    </dd>
    {of.sentAt !== null && (
      <>
        <dt>Sent</dt>
        <dd>
          <Time at={of.sentAt} />
        </dd>
      </>
    )}
    {of.status === 'pending' && (
      <>
        <dt>Tried until</dt>
        <dd>
          <Time at={of.expiresAt} />
        </dd>
      </>
    )}
    <dt>Correlation id</dt>
    <dd>
      <code>{of.correlationId}</code> <Copy text={of.correlationId} what="correlation id" />
    </dd>
  </dl>
);

/** One that was deleted, or that the environment stands for, is known by its id alone. */
function RuleLink({ id }: { id: string }) {
  const { data: rule } = useQuery(ruleOf(id));
  return rule === undefined ? (
    <code>{id}</code>
  ) : (
    <Link to="/settings/rules/$ruleId" params={{ ruleId: id }}>
      {rule.name}
    </Link>
  );
}
