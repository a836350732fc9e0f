import type { Schemas } from '../../api/api.js';
import { Time } from '../../ui/time.js';

export const FindingHistory = ({ history }: { history: Schemas['FindingDetail']['history'] }) => (
  <section className="card">
    <h2>History</h2>
    <table className="plain">
      <tbody>
        {history.map(({ id, at, from, to, reason, actor }) => (
          <tr key={id}>
            <td>
              <Time at={at} />
            </td>
            <td>
              {from === null ? '' : `${from} → `}
              {to}
            </td>
            <td>{reason}</td>
            <td className="soft">{actor}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
