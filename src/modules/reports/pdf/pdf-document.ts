import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type PDFDocument from 'pdfkit';
import { type ChartSpec, chartSvg, colours } from '../../../platform/charts/index.js';
import type { Words } from './characters.js';
import { LateText } from './late-text.js';
import { Pen, type TextStyle } from './pen.js';
import { type Surface, bodyWidth, page } from './page.js';
import { drawSvg } from './svg-drawing.js';
import { type Column, type Row, TableWriter } from './table.js';

export interface PdfAbout {
  title: string;
  author: string;
  subject?: string;
  keywords?: string;
  /** Stands in the file instead of the moment: the same input gives the same bytes. */
  writtenAt: Date;
  /** BCP 47; `en` if not said. */
  language?: string;
  /** At the foot of each page, left of its number. */
  foot: string;
}

/**
 * A PDF of A4 pages, written while it is made: what is held is one page, the fonts and a few numbers for each page.
 * `y` is where the next thing goes, in points from the top.
 */
export class PdfDocument implements Surface {
  y: number = page.top;
  readonly pen: Pen;
  private pages = 0;
  private readonly total: LateText;
  private readonly late: { at: LateText; text: () => string }[] = [];
  private failure: Error | undefined;
  private full = false;
  private wake: () => void = () => undefined;

  private constructor(
    readonly raw: InstanceType<typeof PDFDocument>,
    private readonly output: Writable,
    private readonly about: PdfAbout,
  ) {
    this.pen = new Pen(raw);
    this.total = new LateText(raw, 'Total');
    // unlike pipe(), this tells when to wait: pdfkit itself never does
    raw.on('data', (chunk: Buffer) => {
      if (!this.output.write(chunk)) this.full = true;
    });
    output.on('drain', () => {
      this.full = false;
      this.wake();
    });
    output.on('error', (error) => (this.failure = error));
    output.on('close', () => {
      this.failure ??= new Error('the reader of the PDF is gone');
      this.wake();
    });
  }

  /** The library and the fonts are loaded here, not before. */
  static async open(output: Writable, about: PdfAbout): Promise<PdfDocument> {
    const { default: Document } = await import('pdfkit');
    const raw = new Document({
      size: [page.width, page.height],
      margin: 0,
      autoFirstPage: false,
      pdfVersion: '1.7',
      lang: about.language ?? 'en',
      displayTitle: true,
      // the cache of words would keep each name of an account
      fontLayoutCache: false,
      font: '',
      info: {
        Title: about.title,
        Author: about.author,
        Subject: about.subject ?? '',
        Keywords: about.keywords ?? '',
        Creator: 'Compliance Shepherd',
        Producer: 'Compliance Shepherd',
        CreationDate: about.writtenAt,
        ModDate: about.writtenAt,
      },
    });
    const document = new PdfDocument(raw, output, about);
    document.nextPage();
    return document;
  }

  get pageNumber(): number {
    return this.pages;
  }

  /** Points left on this page. */
  get room(): number {
    return page.height - page.bottom - this.y;
  }

  nextPage(): void {
    this.raw.addPage();
    this.pages += 1;
    this.y = page.top;
    this.foot();
  }

  /** Waits for the reader; call it now and then in what writes many pages. */
  async drained(): Promise<void> {
    // a turn of the loop, for pdfkit hands its data on, and for others in this process
    await new Promise((done) => setImmediate(done));
    while (this.full && this.failure === undefined) {
      await new Promise<void>((done) => (this.wake = done));
    }
    this.fail();
  }

  /** A heading in the list of contents that viewers show beside the pages; its name can be linked to. */
  heading(words: Words, level: 1 | 2 = 1, name?: string): void {
    const style: TextStyle = level === 1 ? { size: 15, bold: true } : { size: 11, bold: true };
    const set = this.pen.set(words, { ...style, leading: 1.3 }, bodyWidth);
    if (this.room < set.height + 70) this.nextPage();
    else if (this.y > page.top) this.y += level === 1 ? 22 : 12;
    if (name !== undefined) this.raw.addNamedDestination(name, 'XYZ', 0, this.y - 8, null);
    if (level === 1) this.raw.outline.addItem(plainText(words));
    this.y = this.pen.draw(set, page.margin, this.y) + (level === 1 ? 8 : 4);
  }

  text(words: Words, style: TextStyle = { size: 9.5 }, gap = 6): void {
    const set = this.pen.set(words, style, bodyWidth);
    let from = 0;
    while (from < set.lines.length) {
      const fit = Math.floor(this.room / set.lineHeight);
      if (fit < 1) {
        this.nextPage();
        continue;
      }
      const to = Math.min(set.lines.length, from + fit);
      this.y = this.pen.draw(set, page.margin, this.y, from, to);
      from = to;
    }
    this.y += gap;
  }

  /** A chart as vectors, as wide as said and in its own proportion. */
  async chart(spec: ChartSpec, x: number, y: number, width: number): Promise<number> {
    drawSvg(this.raw, this.pen, await chartSvg(spec), x, y, width);
    return y + (spec.height / spec.width) * width;
  }

  /** A table over as many pages as it takes, its head on each; rows are taken one by one. Answers how many. */
  async table(columns: readonly Column[], rows: Iterable<Row> | AsyncIterable<Row>): Promise<number> {
    const table = new TableWriter(this, columns);
    let count = 0;
    for await (const row of rows) {
      const before = this.pages;
      table.row(row);
      count += 1;
      if (this.pages !== before) await this.drained();
    }
    table.end();
    return count;
  }

  /** A text that is known at the end only, such as the page of a section. */
  later(name: string, text: () => string): LateText {
    const at = new LateText(this.raw, name);
    this.late.push({ at, text });
    return at;
  }

  line(x: number, y: number, width: number, colour: string = colours.line, weight = 0.6): void {
    this.raw.lineWidth(weight).strokeColor(colour);
    this.raw
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke();
  }

  area(x: number, y: number, width: number, height: number, colour: string, radius = 0): void {
    this.raw.fillColor(colour).roundedRect(x, y, width, height, radius).fill();
  }

  /** Nothing can be drawn after it. Answers the number of pages. */
  async end(): Promise<number> {
    const face = this.pen.fonts.face(0, false);
    this.total.write(face, 7.5, colours.quiet, String(this.pages));
    for (const { at, text } of this.late) at.write(face, 9.5, colours.quiet, text());
    const ended = once(this.raw, 'end');
    this.raw.end();
    await ended;
    this.fail();
    this.output.end();
    return this.pages;
  }

  private fail(): void {
    const failure = this.failure;
    if (failure !== undefined) throw failure;
  }

  private foot(): void {
    const y = page.height - 36;
    const style = { size: 7.5, colour: colours.quiet, most: 1 };
    this.line(page.margin, y - 6, bodyWidth);
    this.pen.write(this.about.foot, style, page.margin, y, bodyWidth - 90);
    const right = page.width - page.margin;
    // four digits at most stand right of "of", from where they begin
    const digits = this.pen.fonts.face(0, false).width('0', 7.5, false) * 2;
    this.pen.write(`Page ${this.pages} of `, { ...style, align: 'right' }, right - 92 - digits, y, 90);
    this.total.place(right - digits, y + 7.76);
  }
}

const plainText = (words: Words): string =>
  typeof words === 'string' ? words : words.map(({ text }) => text).join('');
