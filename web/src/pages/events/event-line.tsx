import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Schemas } from '../../api/api.js';
import { ResourceLink } from '../../ui/resource-link.js';
import { Time } from '../../ui/time.js';
import { DispositionBadge, inWords } from './disposition.js';

export const EventLine = memo(function EventLine({ event }: { event: Schemas['Event'] }) {
  const { id, eventName, eventSource, disposition, reason, resources, accountId, region, receivedAt } = event;
  const [first, ...others] = resources;
  return (
    <li data-event={id}>
      <span>
        <DispositionBadge of={disposition} />
      </span>
      <span className="what">
        <Link to="/events/$eventId" params={{ eventId: id }}>
          {eventName}
        </Link>
        <small className="soft">
          {eventSource}: {inWords(reason)}
        </small>
      </span>
      <span className="soft">
        {accountId} {region}
      </span>
      <small>
        {first === undefined ? (
          <span className="soft">names no resource</span>
        ) : (
          <ResourceLink arn={first.arn} />
        )}
        {others.length > 0 && <span className="soft"> and {others.length} more</span>}
      </small>
      <span className="soft">
        <Time at={receivedAt} short />
      </span>
    </li>
  );
});
