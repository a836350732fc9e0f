import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Schemas } from '../../api/api.js';
import { Time } from '../../ui/time.js';

export const ResourceLine = memo(function ResourceLine({ resource }: { resource: Schemas['ResourceItem'] }) {
  const { arn, name, type, accountId, region, changedAt, deletedAt } = resource;
  return (
    <li>
      <span className="what">
        <Link to="/resource" search={{ arn }}>
          {name || arn}
        </Link>
        <small className="soft arn">{arn}</small>
      </span>
      <span>
        <Link to="/resources" search={(before) => ({ ...before, type })} title={`Show ${type} alone`}>
          {type}
        </Link>
      </span>
      <span className="soft">
        {accountId} {region}
      </span>
      <span className="soft">
        {deletedAt === null ? 'changed' : 'gone'} <Time at={deletedAt ?? changedAt} short />
      </span>
    </li>
  );
});
