import { plainText } from './email/email-text.js';
import type { LinkTarget, Message } from './message.js';
import { bare, shortened } from './safe-text.js';

type Urls = (to: LinkTarget) => string | undefined;

/** SNS takes a subject of less than 100 characters of ASCII that begins with a letter, a number or punctuation. */
const MOST_SUBJECT = 99;
/** It takes 256 KB; subscribers by SMS and email are served by less. */
const MOST_BYTES = 200_000;

/** A message as SNS takes it (docs.aws.amazon.com/sns, Publish). */
export function snsMessage(message: Message, urls: Urls): { subject: string; message: string } {
  return { subject: asciiSubject(message.title), message: cutToBytes(bare(plainText(message, urls))) };
}

/** What has no ASCII letter is a question mark. */
function asciiSubject(title: string): string {
  const ascii = bare(title)
    .replaceAll('…', '...')
    .replace(/[–—]/g, '-')
    .replace(/[‘’]/g, "'")
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
  if (ascii.length <= MOST_SUBJECT) return ascii === '' ? 'Compliance Shepherd' : ascii;
  return `${ascii.slice(0, MOST_SUBJECT - 3)}...`;
}

function cutToBytes(text: string): string {
  // no UTF-16 unit is more than three bytes
  if (text.length * 3 <= MOST_BYTES) return text;
  return shortened(text, Math.floor(MOST_BYTES / 3));
}
