import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { Copy } from '../../../ui/copy.js';
import { Patch } from '../../../ui/patch.js';
import { Time } from '../../../ui/time.js';
import { differences } from './differences.js';

/** One change: what, to what, by whom; it leads to all that was done to the same target. */
export function AuditRow({
  entry: { id, at, actor, actorKeyId, action, targetType, targetId, before, after, correlationId },
}: {
  entry: Schemas['AuditEntry'];
}) {
  return (
    <li data-entry={id}>
      <span>
        <Link to="/settings/audit-log" search={{ targetId }} data-row="">
          {action}
        </Link>
        <small className="line soft">
          {targetType} <code>{targetId}</code> <Copy text={targetId} what="target id" />
        </small>
      </span>
      <span>
        {actor}
        <small className="line soft">
          <Time at={at} />, by the key <code>{actorKeyId}</code>{' '}
          <Copy text={actorKeyId} what="id of the key" />
        </small>
        <small className="line soft">
          Correlation id <Copy text={correlationId} what="correlation id" />
        </small>
      </span>
      <span>
        <Patch of={differences(before, after)} />
      </span>
    </li>
  );
}
