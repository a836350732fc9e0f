import type { MessageList } from '../message.js';
import { andMore, capital } from '../phrases.js';
import { shortened } from '../safe-text.js';
import * as kit from './blocks.js';
import { wordsOf } from './words-of.js';

/** Characters that the blocks to come may still take. */
export interface Room {
  left: number;
}

const MOST_LISTS = 12;
const MOST_LINE = 220;

/** Each list with its heading; lines that find no room are counted with those that were left out before. */
export function listBlocks(lists: readonly MessageList[], room: Room): kit.Block[] {
  return lists.slice(0, MOST_LISTS).map(({ title, lines, more }) => {
    room.left -= title.length;
    const items: kit.RichSection[] = [];
    let inBlock = title.length;
    for (const { text, note } of lines) {
      const item = itemOf(text, note);
      const size = item.elements.reduce((sum, one) => sum + one.text.length, 0);
      if (size > room.left || inBlock + size > kit.MOST_SECTION - 40) break;
      room.left -= size;
      inBlock += size;
      items.push(item);
    }
    const left = more + lines.length - items.length;
    const end = left === 0 ? [] : [kit.section(kit.words(capital(andMore(left)), { italic: true }))];
    const elements = [
      kit.section(kit.words(title, { bold: true })),
      ...(items.length === 0
        ? []
        : [{ type: 'rich_text_list' as const, style: 'bullet' as const, elements: items }]),
      ...end,
    ];
    return { type: 'rich_text', elements };
  });
}

function itemOf(text: string, note: string | null): kit.RichSection {
  const head = wordsOf(shortened(text, MOST_LINE));
  if (note === null) return kit.section(head);
  return kit.section(head, kit.words(`\n${shortened(note, MOST_LINE)}`, { italic: true }));
}
