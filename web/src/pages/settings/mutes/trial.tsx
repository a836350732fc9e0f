import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';

/** Which open findings it would mute: nothing is muted by that. */
export const Trial = ({ of: { matches, sample } }: { of: Schemas['MuteTrial'] }) => (
  <section className="preview" role="status">
    <p>
      It would mute <b data-count="matches">{matches.toLocaleString('en-US')}</b>{' '}
      {matches === 1 ? 'open finding' : 'open findings'}
      {matches > sample.length && `; ${sample.length} of them`}
      {matches === 0 ? ', and such that come later.' : ':'}
    </p>
    <ul className="rows">
      {sample.map(({ findingId, controlId, resourceArn }) => (
        <li key={findingId}>
          <Link to="/findings/$findingId" params={{ findingId }}>
            {controlId}
          </Link>{' '}
          <span className="arn">{resourceArn}</span>
        </li>
      ))}
    </ul>
  </section>
);
