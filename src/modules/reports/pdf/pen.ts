import type PDFDocument from 'pdfkit';
import { colours } from '../../../platform/charts/index.js';
import { type Words, paragraphsOf } from './characters.js';
import { Fonts } from './fonts.js';
import { type Line, linesOf } from './lines.js';

type Document = InstanceType<typeof PDFDocument>;

export interface TextStyle {
  /** Points. */
  size: number;
  bold?: boolean;
  colour?: string;
  /** Of the size; 1.4 if not said. */
  leading?: number;
  /** `start`: left, and right for text that reads from the right. */
  align?: 'start' | 'left' | 'center' | 'right';
  /** The last of these lines ends in "…" where there are more. */
  most?: number;
}

/** Text that was broken into lines and knows its height, so that a page can be planned before it is drawn. */
export interface SetText {
  lines: readonly Line[];
  style: TextStyle;
  width: number;
  lineHeight: number;
  height: number;
}

/** Sets and draws text at a place of a page: any script, either direction, no exception for any character. */
export class Pen {
  readonly fonts: Fonts;

  constructor(private readonly document: Document) {
    this.fonts = new Fonts(document);
  }

  set(words: Words, style: TextStyle, width: number): SetText {
    const lines: Line[] = [];
    for (const paragraph of paragraphsOf(words, this.fonts, style.bold)) {
      const left = (style.most ?? Infinity) - lines.length;
      if (left <= 0) break;
      lines.push(...linesOf(paragraph, style.size, width, left));
    }
    const lineHeight = style.size * (style.leading ?? 1.4);
    return { lines, style, width, lineHeight, height: lines.length * lineHeight };
  }

  /** Draws lines [from, to) with their top at y; answers the y under them. */
  draw(set: SetText, x: number, y: number, from = 0, to = set.lines.length): number {
    let top = y;
    for (const line of set.lines.slice(from, to)) {
      this.line(line, set, x, top);
      top += set.lineHeight;
    }
    return top;
  }

  write(words: Words, style: TextStyle, x: number, y: number, width: number): number {
    return this.draw(this.set(words, style, width), x, y);
  }

  private line(line: Line, { style, width, lineHeight }: SetText, left: number, top: number): void {
    const { size, align = 'start' } = style;
    let x = left;
    if (align === 'right' || (align === 'start' && line.rtl)) x += width - line.width;
    if (align === 'center') x += (width - line.width) / 2;
    const baseline = top + (lineHeight - size * 1.17) / 2 + size * 0.92;
    for (const run of line.runs) {
      const piece = line.characters.pieces[run.piece];
      const link = piece?.link !== undefined && /^https:\/\//.test(piece.link) ? piece.link : undefined;
      const colour = piece?.colour ?? style.colour ?? colours.ink;
      if (run.face === undefined) {
        this.box(run.text.codePointAt(0) ?? 0, x, baseline, size, colour);
      } else {
        this.document.font(run.face.name, size).fillColor(colour);
        // pdfkit's own breaking and measuring are not used: it knows one direction
        const options = {
          lineBreak: false,
          baseline: 'alphabetic' as const,
          ...(run.shaped ? { features: [] } : {}),
        };
        // its typings do not know that a width which is known need not be measured
        this.document.text(
          run.text,
          x,
          baseline,
          Object.assign(options, { textWidth: run.width, wordCount: 1 }),
        );
      }
      if (link !== undefined) this.document.link(x, top, run.width, lineHeight, link);
      x += run.width;
    }
  }

  /** A character that no font has: its code in a box, as fonts of last resort do. */
  private box(codePoint: number, x: number, baseline: number, size: number, colour: string): void {
    const code = codePoint.toString(16).toUpperCase().padStart(4, '0');
    const half = Math.ceil(code.length / 2);
    const [width, height] = [size * 0.95, size * 0.98];
    const top = baseline - size * 0.82;
    this.document.lineWidth(size * 0.045).strokeColor(colour);
    this.document.rect(x + size * 0.05, top, width, height).stroke();
    const face = this.fonts.face(0, false);
    const small = size * 0.42;
    this.document.font(face.name, small).fillColor(colour);
    for (const [row, digits] of [code.slice(0, half), code.slice(half)].entries()) {
      const at = x + size * 0.05 + (width - face.width(digits, small, false)) / 2;
      this.document.text(digits, at, top + height * (0.44 + row * 0.44), {
        lineBreak: false,
        baseline: 'alphabetic',
      });
    }
  }
}
