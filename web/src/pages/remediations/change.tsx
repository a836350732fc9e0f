import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { shownCalls } from '../../ui/calls.js';
import { ChangeView } from '../../ui/change-view.js';
import { Copy } from '../../ui/copy.js';
import { Json } from '../../ui/json.js';
import { ResourceLink } from '../../ui/resource-link.js';
import { Time } from '../../ui/time.js';
import { wordsOf } from './status.js';

type Of = Schemas['Remediation']['changes'][number];

const BAD: readonly Of['status'][] = ['failed', 'refused', 'stopped', 'restore_failed'];

/** One change: in words, as the calls that were planned, those that were made, and how the resource was before and after. */
export function Change({ change }: { change: Of }) {
  const { status, title, fixId, reason, findingId, resourceArn, accountId, region, words, loses } = change;
  return (
    <div className="plan" data-change={change.changeId}>
      <h3>
        {title ?? fixId}{' '}
        <span className={BAD.includes(status) ? 'chip problem' : 'chip'}>{wordsOf(status)}</span>
      </h3>
      <p className="soft">
        <ResourceLink arn={resourceArn} /> <Copy text={resourceArn} what="ARN" /> in {accountId} {region}
        {findingId !== null && (
          <>
            {' '}
            <Link to="/findings/$findingId" params={{ findingId }}>
              its finding
            </Link>
          </>
        )}
      </p>
      {reason !== null && <p>{reason}</p>}
      <ChangeView words={words} calls={shownCalls(change.plannedCalls)} loses={loses} />
      <Made calls={change.calls} />
      {change.before !== null && <Json name="Before" value={change.before} />}
      {change.after !== null && <Json name="After" value={change.after} />}
      {change.verdict !== null && <Json name="What ended it" value={change.verdict} />}
    </div>
  );
}

/** What AWS was asked, in this order, and what came of it. */
function Made({ calls }: { calls: Of['calls'] }) {
  if (calls.length === 0) return null;
  return (
    <table className="plain">
      <caption className="hidden">Calls that were made</caption>
      <thead>
        <tr>
          <th scope="col">Call</th>
          <th scope="col">For</th>
          <th scope="col">Result</th>
          <th scope="col">At</th>
        </tr>
      </thead>
      <tbody>
        {calls.map(({ phase, seq, service, operation, status, error, startedAt }) => (
          <tr key={`${phase} ${seq}`}>
            <td>
              <code>
                {service}:{operation}
              </code>
            </td>
            <td>{phase === 'apply' ? 'the fix' : 'the rollback'}</td>
            <td className={status === 'failed' ? 'problem' : ''}>
              {error === null ? status : `${error.code}: ${error.message}`}
            </td>
            <td>
              <Time at={startedAt} short />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
