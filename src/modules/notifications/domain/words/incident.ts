import type { Message } from '../message.js';
import { capital, count, plainWords, shownTime } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { name } from '../safe-text.js';
import { field, linkTo, listOf, told } from './told.js';

type Incident = ReadingOf<'incident.acknowledged'>;

export function incidentOpened(incident: ReadingOf<'incident.opened'>): Message {
  const { severity, reasons, acknowledgeBy, isRaised } = incident;
  return told({
    ...about(incident, `${capital(severity)} incident${isRaised ? ', worse than thought' : ''}`, true),
    text: reasons.map((one) => `${name(one, 400)}.`).join(' '),
    fields: [...field('Acknowledge before', shownTime(acknowledgeBy)), ...fieldsOf(incident)],
  });
}

export const incidentAcknowledged = (incident: Incident): Message =>
  told({ ...about(incident, 'Incident acknowledged'), severity: null, fields: byOf(incident) });

export function incidentEscalated(incident: ReadingOf<'incident.escalated'>): Message {
  const { level, acknowledgeBy } = incident;
  return told({
    ...about(incident, 'Nobody has acknowledged the incident', true),
    text: `This is reminder ${level}. Somebody has to acknowledge it before ${shownTime(acknowledgeBy)}.`,
    fields: [...field('Severity', capital(incident.severity)), ...fieldsOf(incident)],
  });
}

export const incidentContained = (incident: ReadingOf<'incident.contained'>): Message =>
  told({
    ...about(incident, 'Incident contained'),
    text: `${count(incident.changes.length, 'change')} cut its resources off. Releasing the incident takes them back.`,
    fields: byOf(incident),
    lists: changesOf('Changed', incident.changes),
  });

export const incidentReleased = (incident: ReadingOf<'incident.released'>): Message =>
  told({
    ...about(incident, 'Incident released'),
    severity: null,
    text: 'Its resources are as they were before.',
    fields: byOf(incident),
    lists: changesOf('Taken back', incident.changes),
  });

export const incidentClosed = (incident: ReadingOf<'incident.closed'>): Message =>
  told({
    ...about(incident, `Incident closed, ${name(plainWords(incident.outcome), 60).toLowerCase()}`),
    severity: null,
    text: name(incident.summary, 1500),
    fields: byOf(incident),
  });

function about(incident: Incident, what: string, isOpen = false) {
  const { incidentId, title, severity, at, executionId, resourceArns } = incident;
  return {
    ...{ kind: 'incident' as const, subjectId: incidentId, severity, at },
    title: `${what}: ${name(title, 180)}`,
    lists: isOpen
      ? listOf(
          'Resources',
          resourceArns.map((arn) => ({ text: name(arn) })),
        )
      : [],
    links: [
      ...(isOpen
        ? [
            linkTo('incident', incidentId, 'Acknowledge', {
              action: 'acknowledge',
              style: 'primary' as const,
            }),
          ]
        : []),
      linkTo('incident', incidentId, 'Open incident'),
      linkTo('execution', executionId, 'Open workflow'),
    ],
  };
}

const fieldsOf = ({ incidentType, findingIds }: Incident): Message['fields'] => [
  ...field('Type', name(plainWords(incidentType))),
  ...field('Findings', findingIds.length === 0 ? null : String(findingIds.length)),
];

const byOf = ({ by }: Incident) => field('By', by === null ? null : name(by));

const changesOf = (title: string, changes: ReadingOf<'incident.contained'>['changes']) =>
  listOf(
    title,
    changes.map(({ resourceArn, fixId }) => ({ text: name(resourceArn), note: name(plainWords(fixId)) })),
  );
