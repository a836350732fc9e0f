import type { Message, MessageList } from './message.js';
import { count, shownNumber, shownTime } from './phrases.js';
import { wasteOf } from './scan-words.js';

export interface Row {
  text: string;
  note: string | null;
}

const MOST_LINES = 10;
const EXAMPLES = 3;
const WHERE = ['Resource', 'Account', 'Region'];

/** What a message says beside its title, in one line: where, or why, or when. */
export function detailLine({ kind, fields, text, scan, at }: Message): string | null {
  if (scan !== null) return `${count(wasteOf(scan), 'unused resource')} · ${shownTime(at)}`;
  const where = WHERE.flatMap((label) =>
    fields.filter((one) => one.label === label).map(({ value }) => value),
  );
  if (where.length > 0) return where.join(' · ');
  return kind === 'digest' || text === null ? shownTime(at) : text;
}

/** Ten lines at most; those of one title are one line that counts them and names some. */
export function grouped(rows: readonly Row[]): Pick<MessageList, 'lines' | 'more'> {
  const by = new Map<string, Row[]>();
  for (const row of rows) {
    const same = by.get(row.text);
    if (same === undefined) by.set(row.text, [row]);
    else same.push(row);
  }
  const groups = [...by.values()];
  const shown = groups.slice(0, MOST_LINES);
  const rest = groups.slice(MOST_LINES);
  return {
    lines: shown.map(lineOf),
    more: rest.reduce((total, one) => total + one.length, 0),
  };
}

function lineOf(same: readonly Row[]): Row {
  const [first = { text: '', note: null }] = same;
  if (same.length === 1) return first;
  const text = `${first.text} (${shownNumber(same.length)} times)`;
  const notes = [...new Set(same.flatMap(({ note }) => (note === null ? [] : [note])))];
  if (notes.length === 1) return { text, note: notes[0] ?? null };
  const named = notes.slice(0, EXAMPLES).map((one) => one.split(' · ')[0] ?? one);
  const more = notes.length - named.length;
  return {
    text,
    note:
      named.length === 0 ? null : `${named.join(', ')}${more > 0 ? ` and ${shownNumber(more)} more` : ''}`,
  };
}
