import { colours } from '../../../platform/charts/index.js';
import type { Words } from './characters.js';
import type { SetText, TextStyle } from './pen.js';
import { type Surface, bodyWidth, page } from './page.js';

export interface Column {
  title: string;
  /** Its share of the width. */
  share: number;
  align?: 'start' | 'right';
  bold?: boolean;
  quiet?: boolean;
}

/** A cell for each column. `mark`: the colour of a small bar at the left. */
export interface Row {
  cells: readonly Words[];
  mark?: string;
}

const SIZE = 8;
const GAP = 10;
const PADDING = 4;

/** Writes the rows of one table; a row that is taller than what is left goes on over the page. */
export class TableWriter {
  private readonly places: { x: number; width: number }[];
  private started = false;

  constructor(
    private readonly document: Surface,
    private readonly columns: readonly Column[],
  ) {
    const shares = columns.reduce((sum, { share }) => sum + share, 0);
    const width = bodyWidth - GAP * (columns.length - 1);
    let x: number = page.margin;
    this.places = columns.map(({ share }) => {
      const place = { x, width: (share / shares) * width };
      x += place.width + GAP;
      return place;
    });
  }

  row({ cells, mark }: Row): void {
    const { document } = this;
    const set = this.places.map(({ width }, index) => {
      const { align, bold, quiet } = this.columns[index] ?? {};
      const style = { size: SIZE, leading: 1.35, align, bold, ...(quiet ? { colour: colours.quiet } : {}) };
      return document.pen.set(
        cells[index] ?? '',
        style,
        mark !== undefined && index === 0 ? width - 7 : width,
      );
    });
    const lineHeight = SIZE * 1.35;
    const tallest = Math.max(1, ...set.map(({ lines }) => lines.length));
    if (!this.started) this.head(lineHeight);
    let from = 0;
    while (from < tallest) {
      const left = tallest - from;
      let fit = Math.floor((document.room - 2 * PADDING) / lineHeight);
      // a row that fits a page is not parted for the sake of some lines
      const parted = left > 24 && fit >= 6;
      if (fit < left && !parted) {
        document.nextPage();
        this.head(lineHeight);
        fit = Math.floor((document.room - 2 * PADDING) / lineHeight);
      }
      const to = Math.min(tallest, from + fit);
      this.part(set, from, to, lineHeight, mark);
      from = to;
    }
  }

  end(): void {
    this.document.y += 10;
  }

  private part(set: readonly SetText[], from: number, to: number, lineHeight: number, mark?: string): void {
    const { document } = this;
    const top = document.y + PADDING;
    for (const [index, cell] of set.entries()) {
      const indent = mark !== undefined && index === 0 ? 7 : 0;
      document.pen.draw(cell, (this.places[index]?.x ?? 0) + indent, top, from, to);
    }
    const height = (to - from) * lineHeight + 2 * PADDING;
    if (mark !== undefined) document.area(page.margin, top + 1, 2.5, height - 2 * PADDING - 2, mark, 1);
    document.y += height;
    document.line(page.margin, document.y, bodyWidth, colours.line, 0.4);
  }

  private head(lineHeight: number): void {
    const { document } = this;
    if (!this.started && document.room < 6 * lineHeight) document.nextPage();
    this.started = true;
    const top = document.y;
    const style: TextStyle = { size: 7.5, bold: true, colour: colours.quiet, leading: 1.35 };
    const set = this.columns.map(({ title, align }, index) =>
      document.pen.set(title, { ...style, align }, this.places[index]?.width ?? 0),
    );
    for (const [index, cell] of set.entries()) document.pen.draw(cell, this.places[index]?.x ?? 0, top);
    document.y = top + Math.max(...set.map(({ height }) => height)) + 3;
    document.line(page.margin, document.y, bodyWidth, colours.quiet, 0.8);
  }
}
