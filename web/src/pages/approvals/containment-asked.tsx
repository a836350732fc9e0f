import { Link } from '@tanstack/react-router';
import { ChangeView } from '../../ui/change-view.js';
import { ResourceLink } from '../../ui/resource-link.js';
import type { AskedContainment } from './asked-containment.js';

/** Which resources of an incident are cut off, how, and why. */
export const ContainmentAsked = ({
  of: { incidentId, severity, reasons, why, changes, more, refused },
}: {
  of: AskedContainment;
}) => (
  <div className="plan">
    <p>
      Resources of{' '}
      <Link to="/incidents/$incidentId" params={{ incidentId }}>
        the incident
      </Link>{' '}
      are cut off until it is released. It is {severity}: {reasons.join('; ')}.
    </p>
    {why.length > 0 && <p className="soft">Asked because: {why.join('; ')}.</p>}
    {changes.map(({ resourceArn, words, calls }) => (
      <div key={resourceArn}>
        <h3>
          <ResourceLink arn={resourceArn} />
        </h3>
        <ChangeView words={words} calls={[]} loses={null} />
        <p className="soft">
          By <code>{calls.join(', ')}</code>
        </p>
      </div>
    ))}
    {refused.map(({ resourceArn, reason }) => (
      <p key={resourceArn} className="problem">
        <span className="arn">{resourceArn}</span> is left as it is: {reason}
      </p>
    ))}
    {more > 0 && (
      <p className="problem">
        <b data-count="not-shown">{more}</b> more resources found no room here: read the incident before you
        decide.
      </p>
    )}
  </div>
);
