const LONE_SURROGATE = /\p{Surrogate}/gu;
/** No place in any message, and PostgreSQL's JSON takes no U+0000. */
const CONTROL = /(?![\t\n\r])\p{Cc}/gu;
/** Characters that turn the reading direction unseen, and so make a name say what it is not. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Hebrew, Arabic and their kin: text that runs the other way. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** What cannot be stored or shown, as U+FFFD. Isolates stay: `name` has made them. */
export const storable = (text: string): string =>
  text.replace(LONE_SURROGATE, '\ufffd').replace(CONTROL, '\ufffd');

const oneLine = (text: string): string => text.replace(/[\s\u2028\u2029]+/g, ' ').trim();

/**
 * Text of somebody else (a name, a tag, a reason) as a part of our own sentence: in one line, nothing unseen in it, at
 * most `max` UTF-16 units, and where it runs from right to left it does not turn the sentence around.
 */
export function name(text: string, max = 300): string {
  const seen = storable(oneLine(text)).replace(TURNING, '\ufffd');
  if (!RIGHT_TO_LEFT.test(seen)) return shortened(seen, max);
  return `${FIRST_STRONG_ISOLATE}${shortened(seen, max - 2)}${POP_ISOLATE}`;
}

/** One line of a message, made of our words and of `name`s. */
export const line = (text: string, max = 300): string => shortened(storable(oneLine(text)), max);

/** At most `max` UTF-16 units, cut where a character ends, and said to be cut. An open isolate is closed. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = [...text.slice(0, Math.max(0, max - 2))];
  // half of a pair, and what only joins characters, are nothing without the rest
  while (/^(?:\p{Surrogate}|\p{Mn}|\u200d)$/u.test(kept.at(-1) ?? '')) kept.pop();
  const cut = kept.join('').trimEnd();
  const isOpen = cut.lastIndexOf(FIRST_STRONG_ISOLATE) > cut.lastIndexOf(POP_ISOLATE);
  return `${cut}…${isOpen ? POP_ISOLATE : ''}`;
}

/** Without the isolates: for machines, and for what shows each character. */
export const bare = (text: string): string => text.replace(/[\u2068\u2069]/g, '');
