import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Schemas } from '../../api/api.js';
import { SeverityBadge } from '../../ui/severity.js';

/** What it checks, how grave it is, of what, and who asks for it. */
export const ControlLine = memo(function ControlLine({ control }: { control: Schemas['Control'] }) {
  const { id, title, severity, defaultSeverity, resourceType, isCustom, requirements } = control;
  const askedBy = [...new Set(requirements.map(({ frameworkId }) => frameworkId))];
  return (
    <li data-control={id}>
      <span className="what">
        <Link to="/controls/$controlId" params={{ controlId: id }}>
          {title}
        </Link>
        <small className="soft arn">{id}</small>
      </span>
      <span>
        <SeverityBadge of={severity} />
        {severity !== defaultSeverity && <small className="soft"> (by default {defaultSeverity})</small>}
        {isCustom && <span className="chip">your own</span>}
      </span>
      <span>
        <Link
          from="/controls"
          to="."
          search={(before) => ({ ...before, resourceType })}
          title={`Show ${resourceType} alone`}
        >
          {resourceType}
        </Link>
      </span>
      <span className="soft">{askedBy.join(', ')}</span>
    </li>
  );
});
