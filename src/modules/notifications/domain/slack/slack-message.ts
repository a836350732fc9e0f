import { iconOf } from '../icons.js';
import type { LinkTarget, Message } from '../message.js';
import { shownTime } from '../phrases.js';
import { shortened } from '../safe-text.js';
import { scanFields, wasteGroups, wasteText } from '../scan-words.js';
import * as kit from './blocks.js';
import { listBlocks, type Room } from './list-blocks.js';
import { wordsOf } from './words-of.js';

type Urls = (to: LinkTarget) => string | undefined;

const MOST_TEXT = 2000;
const MOST_FIELDS = 14;
/** Slack takes 25; nobody reads so many. */
const MOST_SHOWN_BUTTONS = 10;
const FOOT = 100;

/** A message as Slack takes it: blocks, and `text` for where none are shown (notifications, screen readers). */
export function slackMessage(message: Message, urls: Urls): { text: string; blocks: kit.Block[] } {
  const title = `${iconOf(message)} ${message.title}`;
  const body = message.scan === null ? (message.text ?? '') : wasteText(message.scan);
  const room: Room = {
    left: kit.MOST_OF_ALL - kit.MOST_HEADER - MOST_SHOWN_BUTTONS * kit.MOST_BUTTON_TEXT - FOOT,
  };
  const blocks: kit.Block[] = [
    { type: 'header', text: kit.plain(shortened(title, kit.MOST_HEADER)) },
    ...wasteBlocks(message, room),
    ...textBlocks(message, room),
    ...fieldBlocks(message, room),
    ...listBlocks(message.lists, room),
    ...buttonBlocks(message, urls),
    { type: 'context', elements: [kit.plain(`Compliance Shepherd · ${shownTime(message.at)}`)] },
  ];
  return {
    text: kit.escaped(shortened(body === '' ? title : `${title}\n\n${body}`, kit.MOST_SECTION)),
    blocks: blocks.slice(0, kit.MOST_BLOCKS),
  };
}

/** The printed message of a scan, its headings bold, in as few blocks as it fits. */
function wasteBlocks({ scan }: Message, room: Room): kit.Block[] {
  if (scan === null) return [];
  const groups = wasteGroups(scan).map(({ heading, lines }, index) => {
    const before = index === 0 ? '' : '\n\n';
    if (heading === null) return [kit.words(`${before}${lines.join('\n')}`)];
    return [kit.words(`${before}${heading}`, { bold: true }), kit.words(`\n${lines.join('\n')}`)];
  });
  const blocks: kit.TextElement[][] = [];
  let length = Infinity;
  for (const group of groups) {
    const size = group.reduce((sum, { text }) => sum + text.length, 0);
    if (size > room.left) break;
    room.left -= size;
    if (length + size > kit.MOST_SECTION) {
      blocks.push(group.map((one, at) => (at === 0 ? { ...one, text: one.text.trimStart() } : one)));
      length = size;
    } else {
      blocks.at(-1)?.push(...group);
      length += size;
    }
  }
  return blocks.map((elements) => ({ type: 'rich_text', elements: [kit.section(...elements)] }));
}

function textBlocks({ text }: Message, room: Room): kit.Block[] {
  if (text === null) return [];
  const shown = shortened(text, MOST_TEXT);
  room.left -= shown.length;
  return [{ type: 'rich_text', elements: [kit.section(kit.words(shown))] }];
}

function fieldBlocks({ scan, fields }: Message, room: Room): kit.Block[] {
  const all = scan === null ? fields : [...scanFields(scan), ...fields];
  const elements: kit.TextElement[] = [];
  let left = Math.min(room.left, kit.MOST_SECTION);
  for (const { label, value } of all.slice(0, MOST_FIELDS)) {
    const shown = shortened(value, 300);
    const size = label.length + shown.length + 3;
    if (size > left) break;
    left -= size;
    room.left -= size;
    const end = elements.length === 0 ? '' : '\n';
    elements.push(kit.words(`${end}${label}: `, { bold: true }), wordsOf(shown));
  }
  if (elements.length === 0) return [];
  const block: kit.Block = { type: 'rich_text', elements: [kit.section(...elements)] };
  return scan === null || wasteGroups(scan).length === 0 ? [block] : [{ type: 'divider' }, block];
}

/** A button opens a page, and nothing more: what is behind it asks who one is. */
function buttonBlocks({ links }: Message, urls: Urls): kit.Block[] {
  const elements = links.flatMap(({ label, style, to }, index): kit.Button[] => {
    const url = urls(to);
    if (url === undefined || url.length > kit.MOST_URL) return [];
    return [
      {
        ...{ type: 'button', text: kit.plain(shortened(label, kit.MOST_BUTTON_TEXT)), url },
        action_id: `${to.action}-${index}`,
        ...(style === 'plain' ? {} : { style }),
      },
    ];
  });
  return elements.length === 0 ? [] : [{ type: 'actions', elements: elements.slice(0, MOST_SHOWN_BUTTONS) }];
}
