import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { Listed } from '../../../ui/listed.js';
import { Empty } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { mutes } from './queries.js';
import { brief, ruleInWords, Until } from './words.js';

/** Rules by which findings are muted: they stay in the record, and nobody is told of them. */
export function Mutes() {
  const mayMake = useMay('admin');
  return (
    <Listed
      of={useInfiniteQuery(mutes)}
      title="Mutes"
      things={['mute', 'mutes']}
      curl="/mutes"
      actions={
        mayMake && (
          <Link to="/settings/mutes/new" className="button primary">
            New mute
          </Link>
        )
      }
      nothing={
        <Empty title="Nothing is muted">
          {mayMake ? (
            <p>
              <Link to="/settings/mutes/new">Mute findings</Link> of a control, an account or a resource that
              you know of
            </p>
          ) : (
            <p>An admin can mute findings by rules; an operator suppresses single ones.</p>
          )}
        </Empty>
      }
      row={(mute) => <Row key={mute.id} mute={mute} />}
    />
  );
}

const Row = ({ mute }: { mute: Schemas['Mute'] }) => (
  <li data-mute={mute.id}>
    <span>
      <Link to="/settings/mutes/$muteId" params={{ muteId: mute.id }} data-row="">
        {brief(mute.reason)}
      </Link>
      <small className="line soft">
        by {mute.createdBy}, <Time at={mute.createdAt} day />
      </small>
    </span>
    <span>
      {mute.rules.map((rule, i) => (
        <span key={i} className="line">
          {ruleInWords(rule)}
        </span>
      ))}
    </span>
    <Until of={mute} />
  </li>
);
