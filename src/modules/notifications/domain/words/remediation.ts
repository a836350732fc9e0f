import type { Message } from '../message.js';
import { count } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { name } from '../safe-text.js';
import { field, linkIf, linkTo, listOf, told } from './told.js';

/** Fixes have been made, or have not. */
export function remediationCompleted(done: ReadingOf<'remediation.completed'>, at: string): Message {
  const { remediationId, status, resourceArns, executionId } = done;
  const isDone = status === 'completed';
  return told({
    ...{ kind: 'remediation', subjectId: remediationId, severity: isDone ? null : 'high', at },
    title: isDone
      ? `Remediation completed: ${count(resourceArns.length, 'resource')} changed`
      : `Remediation ended as ${name(status.replaceAll('_', ' '), 60)}`,
    text: isDone ? 'The resources are looked at again, and findings that are gone are resolved.' : null,
    lists: listOf(
      'Resources',
      resourceArns.map((arn) => ({ text: name(arn) })),
    ),
    links: [
      linkTo('remediation', remediationId, 'Open remediation', { style: isDone ? 'plain' : 'primary' }),
      ...linkIf('execution', executionId, 'Open workflow'),
    ],
  });
}

/** Somebody has stopped all changes of the tenant, or lets them go on. */
export function killSwitchChanged(change: ReadingOf<'remediation.kill-switch.changed'>, at: string): Message {
  const { engaged, reason, changedBy } = change;
  return told({
    ...{ kind: 'kill_switch', severity: engaged ? 'high' : null, at },
    title: engaged ? 'Kill switch on: all changes are stopped' : 'Kill switch off: changes may be made again',
    text: reason === null ? null : name(reason, 1000),
    fields: field('By', name(changedBy)),
  });
}
