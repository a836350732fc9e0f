import type { Message, MessageLink, MessageList } from '../message.js';
import { shortened } from '../safe-text.js';
import { scanFields } from '../scan-words.js';
import type { Part } from './part.js';
import { scanParts } from './scan-content.js';

export interface EmailContent {
  subject: string;
  /** What mail clients show beside the subject. */
  preheader: string;
  title: string;
  parts: Part[];
  links: MessageLink[];
}

const MOST_SUBJECT = 110;

/** A message as an email tells it; no list has more than `mostLines`. */
export function contentOf(message: Message, tenantName: string, mostLines = 10): EmailContent {
  const { title, text, fields, lists, links, scan } = message;
  const parts: Part[] = [
    ...(text === null ? [] : [{ type: 'text' as const, text }]),
    ...(scan === null ? [] : scanParts(scan, mostLines)),
    ...(fields.length === 0 ? [] : [{ type: 'facts' as const, facts: fields }]),
    ...lists.map((one) => listPart(one, mostLines)),
  ];
  return { subject: subjectOf(title, tenantName), preheader: preheaderOf(message), title, parts, links };
}

function listPart({ title, lines, more }: MessageList, mostLines: number): Part {
  const shown = lines.slice(0, mostLines);
  return { type: 'list', title, lines: shown, more: more + lines.length - shown.length };
}

/** One line, less than 120 characters; the tenant stands first where there are several. */
function subjectOf(title: string, tenantName: string): string {
  const whose = tenantName.trim() === '' || tenantName.toLowerCase() === 'default' ? '' : `[${tenantName}] `;
  const text = `${shortened(whose.trim(), 40)}${whose === '' ? '' : ' '}${title}`;
  return shortened(text.replace(/[\p{Cc}\u2066-\u2069\u202a-\u202e]+/gu, ' ').trim(), MOST_SUBJECT);
}

function preheaderOf({ text, fields, lists, scan }: Message): string {
  const facts = scan === null ? fields : scanFields(scan);
  const told =
    text ??
    facts
      .slice(0, 3)
      .map(({ label, value }) => `${label}: ${value}`)
      .join(' · ');
  return shortened(told === '' ? (lists[0]?.title ?? '') : told, 140);
}
