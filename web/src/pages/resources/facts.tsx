import type { Schemas } from '../../api/api.js';
import { Empty } from '../../ui/states.js';
import { Time } from '../../ui/time.js';

export const ResourceFacts = ({ resource }: { resource: Schemas['Resource'] }) => (
  <dl className="facts">
    <dt>Account</dt>
    <dd>{resource.accountId}</dd>
    <dt>Region</dt>
    <dd>{resource.region}</dd>
    <dt>First seen</dt>
    <dd>
      <Time at={resource.firstSeenAt} />
    </dd>
    <dt>Last seen</dt>
    <dd>
      <Time at={resource.lastSeenAt} />
    </dd>
    <dt>Changed</dt>
    <dd>
      <Time at={resource.changedAt} />
    </dd>
    {resource.deletedAt !== null && (
      <>
        <dt>Deleted</dt>
        <dd>
          <Time at={resource.deletedAt} />
        </dd>
      </>
    )}
  </dl>
);

export const Tags = ({ tags }: { tags: Record<string, string> }) => (
  <section className="card">
    <h2>Tags</h2>
    {Object.keys(tags).length === 0 ? (
      <Empty title="It has no tags">
        <p>Tags tell whose it is, and let scans and guardrails choose it.</p>
      </Empty>
    ) : (
      <table className="plain" data-part="tags">
        <tbody>
          {Object.entries(tags).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
);

/** What a scan could not read of it: controls that need it decide nothing. */
export function Unread({ parts }: { parts: Record<string, unknown> }) {
  if (Object.keys(parts).length === 0) return null;
  return (
    <section className="card">
      <h2>What could not be read</h2>
      <ul>
        {Object.entries(parts).map(([part, reason]) => (
          <li key={part}>
            <code>{part}</code>:{' '}
            <span className="problem">{typeof reason === 'string' ? reason : JSON.stringify(reason)}</span>
          </li>
        ))}
      </ul>
      <p className="soft">
        Controls that need it decide nothing. Where it says “denied”, the role in the account lacks a
        permission.
      </p>
    </section>
  );
}
