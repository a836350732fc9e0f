import type { Message } from '../message.js';
import { capital, dollars } from '../phrases.js';
import type { ReadingOf } from '../readings.js';
import { frameworkName } from '../resource-names.js';
import { name } from '../safe-text.js';
import { field, linkTo, told } from './told.js';

/** A finding is open: what, where, what it costs. */
export function findingOpened(finding: ReadingOf<'finding.opened'>, at: string): Message {
  const { findingId, severity, title, riskText, source, estimatedMonthlySavingsUsd: savings } = finding;
  return told({
    ...{ kind: 'finding', subjectId: findingId, severity, at },
    title: `${capital(severity)} finding: ${name(title, 180)}`,
    text: riskText === null ? null : name(riskText, 1000),
    fields: [
      ...field('Resource', name(finding.resourceArn, 480)),
      ...field('Account', name(finding.accountId)),
      ...field('Region', name(finding.region)),
      ...field('Control', name(finding.controlId)),
      ...field('Could save', savings === null || savings <= 0 ? null : `${dollars(savings)} a month`),
      ...field('Counts for', finding.frameworks.map((one) => name(frameworkName(one), 60)).join(', ')),
      ...field('Tags', tagsText(finding.tags)),
    ],
    links: [
      linkTo('finding', findingId, 'Open finding', { style: 'primary' }),
      linkTo('finding', findingId, 'Suppress', { action: 'suppress' }),
      ...(source.startsWith('scan_') ? [linkTo('scan', source, 'Open scan')] : []),
    ],
  });
}

/** Who owns a thing is told by its tags; a dozen of them is noise. */
function tagsText(tags: Record<string, string>): string {
  const known = Object.entries(tags).filter(([key]) =>
    /^(name|owner|team|env(ironment)?|project)$/i.test(key),
  );
  return known.map(([key, value]) => `${name(key, 40)} = ${name(value, 80)}`).join(', ');
}

export function findingResolved(finding: ReadingOf<'finding.resolved'>, at: string): Message {
  const { findingId, controlId, resourceArn, reason } = finding;
  return told({
    ...{ kind: 'finding', subjectId: findingId, at },
    title: `Finding resolved: ${name(controlId, 180)}`,
    fields: [
      ...field('Resource', name(resourceArn, 480)),
      ...field('Why', name(capital(reason.replaceAll('_', ' ')))),
    ],
    links: [linkTo('finding', findingId, 'Open finding')],
  });
}

export function findingSuppressed(finding: ReadingOf<'finding.suppressed'>, at: string): Message {
  const { findingId, controlId, resourceArn, reason, by, until, mutedBy } = finding;
  return told({
    ...{ kind: 'finding', subjectId: findingId, at },
    title: `Finding ${mutedBy === null ? 'suppressed' : 'muted'}: ${name(controlId, 180)}`,
    fields: [
      ...field('Resource', name(resourceArn, 480)),
      ...field('Why', name(reason, 1000)),
      ...field('By', name(by)),
      ...field('Until', until === null ? 'For good' : until.slice(0, 10)),
    ],
    links: [linkTo('finding', findingId, 'Open finding')],
  });
}
