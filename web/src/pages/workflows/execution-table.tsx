import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import type { Schemas } from '../../api/api.js';
import { isTyping } from '../../shell/shortcuts.js';
import { between } from '../../ui/duration.js';
import { Time } from '../../ui/time.js';
import { isUnderWay, type Execution } from './filters.js';
import { StatusBadge } from './status.js';

/** j and k go from row to row; Enter is the link's own. */
function onKey(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a')];
  const at = links.findIndex((link) => link === document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
}

export function ExecutionTable({
  executions,
  known,
}: {
  executions: readonly Execution[];
  known: Schemas['WorkflowDefinitions']['result'];
}) {
  const names = new Map(known.map(({ workflowType, name }) => [workflowType, name]));
  return (
    <section className="card" aria-label="Executions" tabIndex={0} onKeyDown={onKey}>
      <table className="plain executions">
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Execution</th>
            <th scope="col">Began</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {executions.map((one) => (
            <tr key={one.executionId}>
              <td>
                <StatusBadge of={one.status} />
              </td>
              <td>
                <Link to="/workflows/$executionArn" params={{ executionArn: one.executionArn }}>
                  {names.get(one.workflowType) ?? one.workflowType}
                </Link>
                <br />
                <small className="soft arn">{one.executionName}</small>
              </td>
              <td>
                <Time at={one.startDate ?? one.createdAt} short />
              </td>
              <td className="soft">
                {isUnderWay(one.status) ? '…' : (between(one.startDate, one.stopDate) ?? '')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
