import type { LinkTarget, Message } from '../message.js';
import { andMore, shownTime } from '../phrases.js';
import { contentOf, type EmailContent } from './content.js';
import type { Part, TablePart } from './part.js';

type Urls = (to: LinkTarget) => string | undefined;

/** The parts of an email in plain text: what the HTML tells, without its pictures. */
export function emailText(content: EmailContent, message: Message, urls: Urls): string {
  const links = content.links.flatMap(({ label, to }) => {
    const url = urls(to);
    return url === undefined ? [] : [`${label}: ${url}`];
  });
  return [
    message.severity === null ? content.title : `${content.title}\nSeverity: ${message.severity}`,
    ...content.parts.map(partText).filter((text) => text !== ''),
    ...(links.length === 0 ? [] : [links.join('\n')]),
    `Compliance Shepherd, ${shownTime(message.at)}`,
  ].join('\n\n');
}

/** A message in plain text, for what takes nothing else. */
export const plainText = (message: Message, urls: Urls): string =>
  emailText(contentOf(message, ''), message, urls);

function partText(part: Part): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'facts':
      return part.facts.map(({ label, value }) => `${label}: ${value}`).join('\n');
    case 'tiles':
      return `Open findings: ${part.tiles.map(({ label, value }) => `${value} ${label}`).join(', ')}`;
    case 'sentences':
      return titled(part.title, part.sentences);
    case 'list':
      return titled(part.title, [
        ...part.lines.map(({ text, note }) => `- ${text}${note === null ? '' : `\n  ${note}`}`),
        ...(part.more === 0 ? [] : [`  ${andMore(part.more)}`]),
      ]);
    case 'findings':
      return titled(part.title, [
        ...part.findings.map(
          ({ title, severity, resource, where }) => `- ${title} (${severity})\n  ${resource}\n  ${where}`,
        ),
        ...(part.more === null ? [] : [`  ${part.more}`]),
      ]);
    case 'table':
      return titled(part.title, [
        ...part.rows.map((row) => rowText(part, row)),
        ...(part.more === null ? [] : [part.more]),
      ]);
    case 'chart':
      return '';
  }
}

const titled = (title: string, lines: readonly string[]): string =>
  [title.toUpperCase(), ...lines].join('\n');

/** `EC2 Instances: us-east-1 8, eu-west-1 3, Total 11` */
function rowText({ columns }: TablePart, [head = '', ...cells]: readonly string[]): string {
  const named = cells.flatMap((cell, index) =>
    cell === '' || cell === '–'
      ? []
      : [cells.length === 1 ? cell : `${columns[index + 1]?.label ?? ''} ${cell}`],
  );
  return `${head}: ${named.join(', ')}`;
}
