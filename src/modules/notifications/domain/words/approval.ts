import type { Message } from '../message.js';
import { count, plainWords, shownTime } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { name } from '../safe-text.js';
import { detailsOf } from './details.js';
import { field, linkTo, told } from './told.js';

/** Somebody has to say yes or no. The links are for whoever sees the message: what they open asks for a key. */
export function approvalRequested(approval: ReadingOf<'approval.requested'>, at: string): Message {
  const { approvalId, title, requestedBy, expiresAt, details } = approval;
  const { fields, lists } = detailsOf(details);
  return told({
    ...{ kind: 'approval', subjectId: approvalId, at },
    title: `Approval wanted: ${name(title, 180)}`,
    text: `${name(requestedBy, 100)} asks. Nothing happens before ${needs(approval)}.`,
    fields: [
      ...field('Decide before', shownTime(expiresAt)),
      ...field('Workflow', name(plainWords(approval.workflowType))),
      ...fields,
    ],
    lists,
    links: [
      linkTo('approval', approvalId, 'Approve', { action: 'approve', style: 'primary' }),
      linkTo('approval', approvalId, 'Reject', { action: 'reject', style: 'danger' }),
      linkTo('approval', approvalId, 'Open'),
    ],
  });
}

function needs({ level, quorum }: { level: number; quorum: number }): string {
  const who = level >= 2 ? count(quorum, 'admin') : count(quorum, 'approver');
  return `${who} ${quorum === 1 ? 'agrees' : 'agree'}`;
}

export function approvalDecided(approval: ReadingOf<'approval.decided'>, at: string): Message {
  const { approvalId, executionId, decision, isExpired, decidedBy, title, requestedBy } = approval;
  const what = isExpired ? `Nobody decided in time, so it is ${decision}` : decision;
  return told({
    ...{ kind: 'approval', subjectId: approvalId, at },
    title: `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${name(title, 160)}`,
    fields: [
      ...field('Decided by', decidedBy.map((one) => name(one, 100)).join(', ')),
      ...field('Requested by', name(requestedBy)),
    ],
    links: [linkTo('approval', approvalId, 'Open'), linkTo('execution', executionId, 'Open workflow')],
  });
}

/** The same for one named person: what decides is by a link that was made for that person alone. */
export const forPerson = (message: Message, personalLinkId: string): Message => ({
  ...message,
  links: message.links.map((link) =>
    link.to.action === 'approve' || link.to.action === 'reject'
      ? { ...link, to: { ...link.to, personalLinkId } }
      : link,
  ),
});
