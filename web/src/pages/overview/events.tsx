import { useQuery } from '@tanstack/react-query';
import { seconds } from '../../ui/seconds.js';
import { Empty, Shown } from '../../ui/states.js';
import { Tile } from '../../ui/tile.js';
import { eventHealth } from './queries.js';

/** Whether changes in the accounts are heard of, and how late. */
export function Events() {
  return (
    <Tile title="Events" curl="/events/health">
      <Shown of={useQuery(eventHealth)}>
        {({ accounts }) =>
          accounts.length === 0 ? (
            <Empty title="No account is registered">
              <p>
                Add one: <code>POST /accounts</code>
              </p>
            </Empty>
          ) : (
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">Account</th>
                  <th scope="col">State</th>
                  <th scope="col">Lag (p50)</th>
                </tr>
              </thead>
              <tbody>
                {accounts.map(({ accountId, name, status, lag }) => (
                  <tr key={accountId}>
                    <td>
                      {name} <span className="soft">{accountId}</span>
                    </td>
                    <td className="short">{status}</td>
                    <td className="short">{seconds(lag?.deliveryP50Seconds)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Shown>
    </Tile>
  );
}
