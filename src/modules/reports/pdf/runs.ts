import bidiFactory, { type Bidi } from 'bidi-js';
import type { Characters, Drawn } from './characters.js';
import type { Face } from './fonts.js';

/** What is drawn with one call: text of one font and one look, in the order of the font's own shaping. */
export interface Run {
  /** undefined: no font has it; the code is shown in a box. */
  face: Face | undefined;
  text: string;
  shaped: boolean;
  /** Index of its piece. */
  piece: number;
  width: number;
}

// its typings take the CommonJS module for one with a default export
/** How wide the box of a character is that no font has, in parts of the size. */
const BOX = 1.05;

const bidi = (bidiFactory as unknown as () => Bidi)();

/** Letters whose form or place depends on their neighbours. */
const SHAPED = /[\u0300-\u036f\u0590-\u08ff\u0900-\u1cff\ufb1d-\ufdff\ufe70-\ufefc]/;
const RTL_LETTER = /[\p{sc=Hebrew}\p{sc=Arabic}]/u;

/** Whether a paragraph reads from right to left: its first letter does. */
export const isRtl = ({ text, plain }: Characters): boolean =>
  !plain && ((bidi.getEmbeddingLevels(text).paragraphs[0]?.level ?? 0) & 1) === 1;

/** The runs of a line [from, to) as they stand from left to right (Unicode Standard Annex #9). */
export function visualRuns(characters: Characters, from: number, to: number, size: number): Run[] {
  const { text, plain } = characters;
  if (from >= to) return [];
  if (plain) return plainRuns(characters, from, to, size);
  const embedding = bidi.getEmbeddingLevels(text);
  const indices = order(from, to);
  for (const [first = 0, last = 0] of bidi.getReorderSegments(text, embedding, from, to - 1)) {
    const turned = indices.slice(first - from, last - from + 1).reverse();
    indices.splice(first - from, turned.length, ...turned);
  }
  return runsOf(characters, indices, embedding.levels, size);
}

/** The width of [from, to), with no regard to order. */
export function widthOf(characters: Characters, from: number, to: number, size: number): number {
  if (from >= to) return 0;
  if (characters.plain) return plainWidth(characters, from, to) * (size / 1000);
  return runsOf(characters, order(from, to), undefined, size).reduce((sum, { width }) => sum + width, 0);
}

function plainWidth({ text, drawn }: Characters, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) {
    const face = drawn[index];
    if (typeof face === 'object') sum += face.advance(text.charCodeAt(index));
    else if (face === 'box') sum += BOX * 1000;
  }
  return sum;
}

/** The runs of text that needs neither order nor shaping: one for each look and font. */
function plainRuns({ text, drawn, pieceAt }: Characters, from: number, to: number, size: number): Run[] {
  const runs: Run[] = [];
  let start = from;
  for (let index = from + 1; index <= to; index += 1) {
    const face = drawn[start];
    const goes =
      index < to && typeof face === 'object' && drawn[index] === face && pieceAt[index] === pieceAt[start];
    if (goes) continue;
    const [part, piece] = [text.slice(start, index), pieceAt[start] ?? 0];
    if (typeof face === 'object') {
      runs.push({ face, text: part, shaped: false, piece, width: face.width(part, size, false) });
    } else if (face === 'box') {
      runs.push({ face: undefined, text: part, shaped: false, piece, width: size * BOX });
    }
    start = index;
  }
  return runs;
}

const order = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

function runsOf(
  characters: Characters,
  indices: readonly number[],
  levels: Uint8Array | undefined,
  size: number,
): Run[] {
  const runs: Run[] = [];
  let group: number[] = [];
  const close = (): void => {
    if (group.length > 0) runs.push(...runOf(characters, group, levels, size));
    group = [];
  };
  for (const index of indices) {
    const last = group.at(-1);
    if (last !== undefined && !belongs(characters, last, index, levels)) close();
    group.push(index);
  }
  close();
  return runs;
}

function belongs(
  { drawn, pieceAt }: Characters,
  last: number,
  index: number,
  levels: Uint8Array | undefined,
): boolean {
  return (
    Math.abs(last - index) === 1 &&
    drawn[last] === drawn[index] &&
    pieceAt[last] === pieceAt[index] &&
    levels?.[last] === levels?.[index]
  );
}

function runOf(
  { text, drawn, pieceAt }: Characters,
  group: readonly number[],
  levels: Uint8Array | undefined,
  size: number,
): Run[] {
  const first = group[0] ?? 0;
  const as: Drawn = drawn[first] ?? 'none';
  if (as === 'none') return [];
  const piece = pieceAt[first] ?? 0;
  const logical = [...group].sort((a, b) => a - b);
  const turned = ((levels?.[first] ?? 0) & 1) === 1;
  const part = logical.map((index) => mirrored(text, index, turned)).join('');
  if (as === 'box') {
    const boxes = [...part].map((one) => ({
      face: undefined,
      text: one,
      shaped: false,
      piece,
      width: size * BOX,
    }));
    return turned ? boxes.reverse() : boxes;
  }
  // the shaping of the font turns letters of its script itself, and nothing else
  const turnsItself = as.rtl && RTL_LETTER.test(part);
  const drawnText = turned && !turnsItself ? [...part].reverse().join('') : part;
  const shaped = SHAPED.test(part) && (turnsItself || !as.rtl);
  return [{ face: as, text: drawnText, shaped, piece, width: as.width(drawnText, size, shaped) }];
}

const mirrored = (text: string, index: number, turned: boolean): string => {
  const one = text.charAt(index);
  return turned ? (bidi.getMirroredCharacter(one) ?? one) : one;
};
