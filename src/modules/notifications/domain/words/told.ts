import type { LinkTarget, Message, MessageLink, MessageList } from '../message.js';
import { line, shortened, storable } from '../safe-text.js';

const MOST_FIELDS = 20;
const MOST_LINES = 10;
const MOST_LISTS = 12;

type Given = Pick<Message, 'kind' | 'title' | 'at'> & Partial<Message>;

/** A message, with what was not given, and bounded: whatever the fact holds, it can be stored and sent. */
export function told(given: Given): Message {
  const { fields = [], lists = [], text = null } = given;
  return {
    ...{ subjectId: null, severity: null, scan: null, links: [] },
    ...given,
    title: line(given.title, 250),
    text: text === null || text.trim() === '' ? null : shortened(storable(text.trim()), 2000),
    fields: fields
      .slice(0, MOST_FIELDS)
      .map(({ label, value }) => ({ label: line(label, 80), value: line(value, 500) })),
    lists: lists.slice(0, MOST_LISTS).map(bounded),
  };
}

function bounded({ title, lines, more }: MessageList): MessageList {
  const shown = lines.slice(0, MOST_LINES);
  return {
    title: line(title, 120),
    lines: shown.map(({ text, note }) => ({
      text: line(text),
      note: note === null ? null : line(note, 400),
    })),
    more: more + lines.length - shown.length,
  };
}

/** A field; nothing where there is nothing to say. */
export const field = (label: string, value: string | null | undefined): Message['fields'] =>
  value == null || value === '' ? [] : [{ label, value }];

/** A list; nothing where it is empty. `all` may be longer than what is shown. */
export const listOf = (
  title: string,
  all: readonly { text: string; note?: string | null }[],
): MessageList[] =>
  all.length === 0 ? [] : [{ title, more: 0, lines: all.map(({ text, note = null }) => ({ text, note })) }];

type Style = MessageLink['style'];

/** A link for whoever sees the message. */
export const linkTo = (
  kind: LinkTarget['kind'],
  id: string,
  label: string,
  { action = 'open', style = 'plain' }: { action?: LinkTarget['action']; style?: Style } = {},
): MessageLink => ({ label, style, to: { kind, id, action, personalLinkId: null } });

/** The same, where there is something to open. */
export const linkIf = (kind: LinkTarget['kind'], id: string | null, label: string): MessageLink[] =>
  id === null ? [] : [linkTo(kind, id, label)];
