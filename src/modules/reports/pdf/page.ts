import type { Pen } from './pen.js';

/** A4 in points, and what is left free of it. */
export const page = { width: 595.28, height: 841.89, margin: 48, top: 48, bottom: 56 } as const;
export const bodyWidth = page.width - 2 * page.margin;

/** Where tables and the like are drawn: pages one after the other, from the top down. */
export interface Surface {
  /** Where the next thing goes, in points from the top. */
  y: number;
  /** Points left on this page. */
  readonly room: number;
  readonly pen: Pen;
  nextPage(): void;
  line(x: number, y: number, width: number, colour?: string, weight?: number): void;
  area(x: number, y: number, width: number, height: number, colour: string, radius?: number): void;
}
