import { colours } from '../../shared/palette.js';

/** The bundled font first, then what the reader's machine has: a page loads no font. */
export const FONT = "'Noto Sans', 'Noto Sans Arabic', 'Noto Sans Hebrew', system-ui, sans-serif";

export const label = { fontSize: 12, fontFamily: FONT, color: colours.ink };

export const titleHeight = ({ title }: { title?: string }): number => (title === undefined ? 2 : 28);

export const labelWidthOf = (spec: { width: number; labelWidth?: number }): number =>
  spec.labelWidth ?? Math.round(spec.width * 0.3);

/** Widths in Noto Sans, in parts of the font's size; rounded up a little. */
const WIDTHS: readonly [RegExp, number][] = [
  [/[iljI.,:;|!'’]/, 0.29],
  [/[ ftr()[\]/\\{}*"-]/, 0.4],
  [/[mwMW@%—…&]/, 0.93],
  [/[A-Z]/, 0.68],
  [/[\x20-\x7e]/, 0.6],
  [/[\u0590-\u06ff]/, 0.62],
];

/** About how wide a text is, in pixels. */
export const widthOf = (text: string, fontSize: number): number =>
  [...text].reduce((sum, one) => sum + (WIDTHS.find(([kind]) => kind.test(one))?.[1] ?? 1), 0) * fontSize;
