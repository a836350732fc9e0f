import type { MessageList } from '../message.js';

/** A column; numbers stand at the right. */
export interface Column {
  label: string;
  isNumber: boolean;
}

export interface TablePart {
  type: 'table';
  title: string;
  columns: Column[];
  /** A cell for each column. */
  rows: string[][];
  /** What is not in it; null: all is. */
  more: string | null;
}

export interface Bar {
  label: string;
  value: number;
  colour: string;
  shown: string;
}

export interface ChartPart {
  type: 'chart';
  /** Names the picture within the email. */
  id: string;
  title: string;
  /** All that the picture says: for who sees no pictures. */
  description: string;
  chart: { type: 'bars'; bars: Bar[] } | { type: 'stacked'; rows: { label: string; parts: Bar[] }[] };
}

/** What an email is made of; its HTML and its plain text tell the same parts. */
export type Part =
  | { type: 'text'; text: string }
  | { type: 'facts'; facts: { label: string; value: string }[] }
  | { type: 'tiles'; tiles: { label: string; value: string; colour: string }[] }
  | { type: 'sentences'; title: string; sentences: string[] }
  | ({ type: 'list' } & MessageList)
  | { type: 'findings'; title: string; findings: ShownFinding[]; more: string | null }
  | TablePart
  | ChartPart;

export interface ShownFinding {
  title: string;
  severity: string;
  colour: string;
  resource: string;
  where: string;
}
