import type { Characters } from './characters.js';
import { type Run, isRtl, visualRuns, widthOf } from './runs.js';

export interface Line {
  runs: readonly Run[];
  width: number;
  /** Starts at the right. */
  rtl: boolean;
  characters: Characters;
}

interface Token {
  from: number;
  /** Without the spaces that follow it. */
  end: number;
  to: number;
}

/** Longer words (ARNs, keys) may be parted at the marks between their parts, and fill the line before them. */
const LONG = 22;
const PARTS = /[^/:\-_.,;=&?|]*[/:\-_.,;=&?|]+|[^/:\-_.,;=&?|]+/g;

/**
 * Breaks a paragraph into lines: at spaces, long words at their marks, and what is still too long anywhere between
 * two characters. More than `most` lines: the last one ends in "…".
 */
export function linesOf(characters: Characters, size: number, width: number, most = Infinity): Line[] {
  const rtl = isRtl(characters);
  const spans = spansOf(characters, size, width, most + 1);
  const line = (from: number, to: number, of = characters): Line => {
    const runs = visualRuns(of, from, to, size);
    return { runs, width: runs.reduce((sum, run) => sum + run.width, 0), rtl, characters: of };
  };
  const cut = spans.length > most;
  const lines = spans.slice(0, cut ? most - 1 : most).map(([from, to]) => line(from, to));
  const last = cut ? spans[most - 1] : undefined;
  if (last === undefined) return lines;
  const shortened = withDots(characters, last[0], size, width);
  return [...lines, line(last[0], shortened.text.length, shortened)];
}

function spansOf(characters: Characters, size: number, width: number, enough: number): [number, number][] {
  const spans: [number, number][] = [];
  let from = 0;
  let end = 0;
  let used = 0;
  for (const token of tokensOf(characters.text)) {
    let start = token.from;
    let own = widthOf(characters, start, token.end, size);
    if (used > 0 && used + own > width) {
      spans.push([from, end]);
      [from, used] = [start, 0];
    }
    while (own > width) {
      const cut = fitting(characters, start, token.end, size, width);
      spans.push([start, cut]);
      [from, start] = [cut, cut];
      own = widthOf(characters, start, token.end, size);
    }
    used += own + widthOf(characters, token.end, token.to, size);
    end = token.end;
    if (spans.length >= enough) return spans;
  }
  if (end > from || spans.length === 0) spans.push([from, end]);
  return spans;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: word, index } of text.matchAll(/[^ ]* */g)) {
    if (word === '') continue;
    const visible = word.trimEnd().length;
    if (visible <= LONG) {
      tokens.push({ from: index, end: index + visible, to: index + word.length });
      continue;
    }
    for (const { 0: part, index: at } of word.slice(0, visible).matchAll(PARTS)) {
      tokens.push({ from: index + at, end: index + at + part.length, to: index + at + part.length });
    }
    const last = tokens.at(-1);
    if (last !== undefined) last.to = index + word.length;
  }
  return tokens;
}

/** Where to cut so that what is before fits: at least one character, never inside of one that people see as one. */
function fitting(characters: Characters, from: number, end: number, size: number, width: number): number {
  const graphemes = new Intl.Segmenter().segment(characters.text.slice(from, end));
  let cut = from;
  let used = 0;
  for (const { index, segment } of graphemes) {
    used += widthOf(characters, from + index, from + index + segment.length, size);
    if (used > width && cut > from) break;
    cut = from + index + segment.length;
  }
  return cut;
}

/** The paragraph up to as much of the line from `from` as fits with "…" after it. */
function withDots(characters: Characters, from: number, size: number, width: number): Characters {
  const { text, pieceAt, drawn } = characters;
  const isolates = text.charAt(0) === '\u2068' ? '\u2069' : '';
  const dots =
    drawn.find((one) => typeof one === 'object' && !one.rtl) ?? drawn.find((one) => one !== 'none');
  const dotsWidth = typeof dots === 'object' ? Math.max(dots.width('…', size, false), size * 0.3) : size;
  const room = Math.max(size, width - dotsWidth);
  const end = fitting(characters, from, Math.min(text.length, from + 400), size, room);
  const kept = text.slice(0, end).trimEnd();
  const shown = `${kept}…${isolates}`;
  const last = Math.max(0, kept.length - 1);
  return {
    ...characters,
    text: shown,
    pieceAt: Array.from({ length: shown.length }, (_, index) => pieceAt[Math.min(index, last)] ?? 0),
    drawn: [
      ...drawn.slice(0, kept.length),
      typeof dots === 'object' && dots.has(0x2026) ? dots : 'none',
      ...(isolates === '' ? [] : ['none' as const]),
    ],
  };
}
