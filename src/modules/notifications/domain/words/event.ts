import type { Message } from '../message.js';
import { shownTime } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { name } from '../safe-text.js';
import { severity as severityOf } from '../severity.js';
import { detailsOf } from './details.js';
import { field, linkIf, listOf, told } from './told.js';

/** An event has matched a rule that wants somebody to be told. */
export function eventMatched(event: ReadingOf<'event.matched'>, at: string): Message {
  const { ruleName, source, detailType, accountId, region, resourceArns, detail } = event;
  const { eventName, userIdentity } = detail;
  const said = severityOf.safeParse(String(detail.severity).toLowerCase());
  return told({
    ...{ kind: 'event', subjectId: event.eventId, severity: said.success ? said.data : null, at },
    title: `${name(ruleName, 100)}: ${name(typeof eventName === 'string' ? eventName : detailType, 120)}`,
    fields: [
      ...field('Event', `${name(detailType, 150)} from ${name(source, 100)}`),
      ...field('When', shownTime(event.time)),
      ...field('Account', name(accountId)),
      ...field('Region', name(region)),
      ...field('By', byOf(userIdentity)),
    ],
    lists: listOf(
      'Resources',
      resourceArns.map((arn) => ({ text: name(arn) })),
    ),
  });
}

/** Who did it, as CloudTrail says. */
function byOf(identity: unknown): string | null {
  if (typeof identity !== 'object' || identity === null) return null;
  const { arn, principalId } = identity as { arn?: unknown; principalId?: unknown };
  if (typeof arn === 'string') return name(arn);
  return typeof principalId === 'string' ? name(principalId) : null;
}

/** A workflow wants these people to be told. */
export function notificationRequested(request: ReadingOf<'notification.requested'>, at: string): Message {
  const { subject, severity, details, executionId } = request;
  const { error, cause, ...rest } = details;
  const why = [error, cause].filter((one) => typeof one === 'string' && one !== '').join(': ');
  return told({
    ...{ kind: 'request', subjectId: executionId, severity, at },
    ...detailsOf(rest),
    title: name(subject, 250),
    text: why === '' ? null : name(why, 1500),
    links: linkIf('execution', executionId, 'Open workflow'),
  });
}
