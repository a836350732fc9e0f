import type PDFDocument from 'pdfkit';
import { bundledFonts } from '../../../platform/charts/index.js';

type Document = InstanceType<typeof PDFDocument>;

interface Glyph {
  id: number;
  advanceWidth: number;
  codePoints: number[];
}

interface Position {
  xAdvance: number;
  yAdvance: number;
  xOffset: number;
  yOffset: number;
  advanceWidth: number;
}

/** What pdfkit's embedded font has beyond its typings; its version is pinned, and a spec draws with it. */
export interface EmbeddedFont {
  id: string;
  scale: number;
  font: { glyphForCodePoint(codePoint: number): Glyph; hasGlyphForCodePoint(codePoint: number): boolean };
  layout(
    text: string,
    features?: unknown,
    onlyWidth?: boolean,
  ): { glyphs: Glyph[] | null; positions: Position[] | null; advanceWidth: number };
  encode(text: string): [string[], unknown];
  ref(): unknown;
}

/** One font of a document, in one weight. */
export interface Face {
  name: string;
  bold: boolean;
  /** Whether its letters are written from right to left. */
  rtl: boolean;
  has(codePoint: number): boolean;
  /** Of one character that needs no shaping, in thousandths of the size. */
  advance(codePoint: number): number;
  /** In points. `shaped`: letters take the forms that their neighbours ask for. */
  width(text: string, size: number, shaped: boolean): number;
  embedded(): EmbeddedFont;
}

/**
 * The bundled fonts of one document: each is read and embedded at the first character that needs it, so that a
 * report in English carries one.
 */
export class Fonts {
  private readonly faces = new Map<string, Face>();

  constructor(private readonly document: Document) {}

  /** The first font that has it; undefined: none has. `preferred` is asked first. */
  faceOf(codePoint: number, bold: boolean, preferred?: Face): Face | undefined {
    if (preferred?.has(codePoint) === true) return preferred;
    return candidates(codePoint)
      .map((index) => this.face(index, bold))
      .find((face) => face.has(codePoint));
  }

  face(index: number, bold: boolean): Face {
    const name = `${index}${bold ? 'b' : 'r'}`;
    const known = this.faces.get(name);
    if (known !== undefined) return known;
    const files = bundledFonts[index] ?? bundledFonts[0];
    this.document.registerFont(name, bold ? files.bold : files.regular);
    const made = faceOf(this.document, name, bold, index > 0);
    this.faces.set(name, made);
    return made;
  }
}

/** Which fonts are worth a look, so that the Arabic one is not read for a Chinese name. */
function candidates(codePoint: number): readonly number[] {
  if (codePoint >= 0x590 && codePoint < 0x600) return [2, 0];
  if (codePoint >= 0xfb1d && codePoint < 0xfb50) return [2, 0];
  if (codePoint >= 0x600 && codePoint < 0x900) return [1, 0];
  if (codePoint >= 0xfb50 && codePoint < 0xff00) return [1, 0];
  return [0];
}

function faceOf(document: Document, name: string, bold: boolean, rtl: boolean): Face {
  const font = (document.font(name) as unknown as { _font: EmbeddedFont })._font;
  const glyphs = new Map<number, Glyph | null>();
  const glyphOf = (codePoint: number): Glyph | null => {
    const known = glyphs.get(codePoint);
    if (known !== undefined) return known;
    const found = font.font.hasGlyphForCodePoint(codePoint) ? font.font.glyphForCodePoint(codePoint) : null;
    glyphs.set(codePoint, found);
    return found;
  };
  const advances = new Map<number, number>();
  const advance = (codePoint: number): number => {
    const known = advances.get(codePoint);
    if (known !== undefined) return known;
    const found = (glyphOf(codePoint)?.advanceWidth ?? 0) * font.scale;
    advances.set(codePoint, found);
    return found;
  };
  const plainWidth = (text: string): number => {
    let sum = 0;
    for (const one of text) sum += advance(one.codePointAt(0) ?? 0);
    return sum;
  };
  // one glyph for each character: a table of 50,000 rows is written in seconds, and kerning is not missed there
  const plain = (text: string) => {
    const glyphs: Glyph[] = [];
    const positions: Position[] = [];
    for (const one of text) {
      const codePoint = one.codePointAt(0) ?? 0;
      const glyph = glyphOf(codePoint);
      if (glyph === null) continue;
      const width = advance(codePoint);
      glyphs.push(glyph);
      positions.push({ xAdvance: width, yAdvance: 0, xOffset: 0, yOffset: 0, advanceWidth: width });
    }
    return { glyphs, positions, advanceWidth: plainWidth(text) };
  };
  const shape = font.layout.bind(font);
  font.layout = (text, features, onlyWidth) => {
    if (features !== undefined) return shape(text, features, onlyWidth);
    return onlyWidth === true
      ? { glyphs: null, positions: null, advanceWidth: plainWidth(text) }
      : plain(text);
  };
  return {
    name,
    bold,
    rtl,
    has: (codePoint) => glyphOf(codePoint) !== null,
    advance,
    width: (text, size, shaped) => (shaped ? shape(text, []).advanceWidth : plainWidth(text)) * (size / 1000),
    embedded: () => font,
  };
}
