import type { Face, Fonts } from './fonts.js';

/** A part of a text with a look of its own. Its direction does not reach out of it. */
export interface Piece {
  text: string;
  bold?: boolean;
  colour?: string;
  /** https only; others are shown as text. */
  link?: string;
}

export type Words = string | readonly Piece[];

/** Which font a character is drawn in. `box`: none has it. `none`: there is nothing to draw. */
export type Drawn = Face | 'box' | 'none';

/** A paragraph, character by character (UTF-16 units, as the indices of the algorithms are). */
export interface Characters {
  text: string;
  pieces: readonly Piece[];
  /** Index of the piece of each unit. */
  pieceAt: readonly number[];
  drawn: readonly Drawn[];
  /** All of it goes from left to right, with one glyph for each character: nearly all text of accounts. */
  plain: boolean;
}

const ISOLATE = '\u2068';
const ISOLATE_END = '\u2069';

/** Shown as U+FFFD, as in the HTML: control characters, and those that turn the direction of what follows. */
const UNSEEN = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const PLAIN = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff]*$/;
/** Joiners, marks of direction, variation selectors, soft hyphen, byte order mark. */
const NOTHING = /\p{Default_Ignorable_Code_Point}/u;
const ASCII = /^[\x20-\x7e]*$/;
const JOINER = /\u200c|\u200d/;
const MARK = /\p{M}/u;

/** The paragraphs of a text: it is parted at line feeds. */
export function paragraphsOf(words: Words, fonts: Fonts, bold = false): Characters[] {
  const paragraphs: Piece[][] = [[]];
  for (const piece of typeof words === 'string' ? [{ text: words }] : words) {
    const [first = '', ...more] = piece.text.replace(/\r\n?/g, '\n').split('\n');
    paragraphs.at(-1)?.push({ ...piece, text: clean(first) });
    for (const text of more) paragraphs.push([{ ...piece, text: clean(text) }]);
  }
  return paragraphs.map((pieces) => characters(pieces, fonts, bold));
}

const clean = (text: string): string => text.replaceAll('\t', ' ').replace(UNSEEN, '\ufffd');

function characters(pieces: readonly Piece[], fonts: Fonts, bold: boolean): Characters {
  const plain = pieces.every(({ text }) => PLAIN.test(text));
  const isolated = !plain && pieces.length > 1;
  let text = '';
  const pieceAt: number[] = [];
  for (const [index, piece] of pieces.entries()) {
    const part = isolated ? `${ISOLATE}${piece.text}${ISOLATE_END}` : piece.text;
    text += part;
    for (let unit = 0; unit < part.length; unit += 1) pieceAt.push(index);
  }
  return { text, pieces, pieceAt, drawn: drawnOf(text, pieces, pieceAt, fonts, bold), plain };
}

function drawnOf(
  text: string,
  pieces: readonly Piece[],
  pieceAt: readonly number[],
  fonts: Fonts,
  bold: boolean,
): Drawn[] {
  const drawn: Drawn[] = [];
  if (ASCII.test(text)) {
    for (const piece of pieceAt) drawn.push(fonts.face(0, pieces[piece]?.bold ?? bold));
    return drawn;
  }
  let before: Face | undefined;
  for (const one of text) {
    const isBold = pieces[pieceAt[drawn.length] ?? 0]?.bold ?? bold;
    if (before !== undefined && before.bold !== isBold) before = undefined;
    const found = drawnAs(one, fonts, isBold, before);
    if (typeof found !== 'string') before = found;
    for (let unit = 0; unit < one.length; unit += 1) drawn.push(found);
  }
  return drawn;
}

function drawnAs(one: string, fonts: Fonts, bold: boolean, before: Face | undefined): Drawn {
  if (JOINER.test(one)) return before?.rtl === true ? before : 'none';
  if (NOTHING.test(one)) return 'none';
  const codePoint = one.codePointAt(0) ?? 0;
  // a space or a mark stays with what stands before it, so that words are shaped as one
  const prefers = one === ' ' || MARK.test(one) ? before : undefined;
  return fonts.faceOf(codePoint, bold, prefers) ?? 'box';
}
