import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty, Shown } from '../../ui/states.js';
import { Tile } from '../../ui/tile.js';
import { Time } from '../../ui/time.js';
import { decisions } from './queries.js';

export function Decisions() {
  return (
    <Tile title="Waiting for a decision" curl="/approvals?status=pending">
      <Shown of={useQuery(decisions)}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing waits for anybody" />
          ) : (
            <ul className="rows">
              {items.map(({ id, title, requestedBy, expiresAt }) => (
                <li key={id}>
                  <Link to="/approvals/$approvalId" params={{ approvalId: id }}>
                    {title}
                  </Link>
                  <span className="soft">
                    asked by {requestedBy}, expires <Time at={expiresAt} short />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Tile>
  );
}
