import { colours } from '../../../platform/charts/index.js';
import type { Words } from './characters.js';
import { bodyWidth, page } from './page.js';
import type { PdfDocument } from './pdf-document.js';
import type { Column, Row } from './table.js';

export interface AuditTitle {
  title: string;
  subtitle: string;
  /** What it covers, who made it and when: name and value. */
  facts: readonly (readonly [name: string, value: string])[];
  /** In the order in which they are written: each has a heading that links there and the number of its page. */
  sections: readonly { name: string; title: string }[];
  /** Small, at the foot: what the reader should know of it. */
  note?: string;
}

/** A long document for an auditor: a title page with its contents, then sections of text and of tables. */
export class AuditPdf {
  private readonly pages = new Map<string, number>();

  constructor(readonly pdf: PdfDocument) {}

  titlePage({ title, subtitle, facts, sections, note }: AuditTitle): void {
    const { pdf } = this;
    const { pen } = pdf;
    const left = page.margin;
    pdf.area(left, 150, 34, 4, colours.accent);
    let y = pen.write(title, { size: 27, bold: true, leading: 1.2, most: 3 }, left, 166, bodyWidth);
    y = pen.write(subtitle, { size: 12, colour: colours.quiet, most: 3 }, left, y + 6, bodyWidth) + 22;
    for (const [name, value] of facts) {
      pen.write(name, { size: 9, colour: colours.quiet, most: 1 }, left, y, 120);
      y = pen.write(value, { size: 9.5, most: 3 }, left + 126, y - 0.4, bodyWidth - 126) + 4;
    }
    y = Math.max(y + 26, 400);
    y = pen.write('Contents', { size: 12, bold: true }, left, y, bodyWidth) + 4;
    for (const [index, section] of sections.entries()) {
      pdf.line(left, y, bodyWidth, colours.line, 0.4);
      pen.write(section.title, { size: 10, most: 1, leading: 2 }, left, y, bodyWidth - 50);
      pdf.raw.goTo(left, y, bodyWidth, 20, section.name);
      const at = pdf.later(`Page${index}`, () => String(this.pages.get(section.name) ?? '–'));
      at.place(left + bodyWidth - 24, y + 13.5);
      y += 20;
    }
    if (note !== undefined) {
      const set = pen.set(note, { size: 8, colour: colours.quiet, most: 6 }, bodyWidth);
      pen.draw(set, left, page.height - page.bottom - set.height);
    }
    pdf.nextPage();
  }

  /** Begins a section; `name` is the one of the title page. */
  async section(name: string, title: string, words?: Words): Promise<void> {
    this.pdf.heading(title, 1, name);
    this.pages.set(name, this.pdf.pageNumber);
    if (words !== undefined) this.pdf.text(words, { size: 9.5, colour: colours.quiet });
    await this.pdf.drained();
  }

  /** A table of any length; `none` is said where there is no row. Answers how many rows. */
  async table(
    columns: readonly Column[],
    rows: Iterable<Row> | AsyncIterable<Row>,
    none = 'None.',
  ): Promise<number> {
    const count = await this.pdf.table(columns, rows);
    if (count === 0) this.pdf.text(none, { size: 9.5, colour: colours.quiet });
    return count;
  }
}
