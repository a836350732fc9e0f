/** What a chart shows: plain data, so that whoever knows the numbers needs to know no chart library. */
export type ChartSpec = BarsSpec | DonutSpec | GaugeSpec | LineSpec | StackedSpec;

interface Frame {
  /** Stands over the chart. */
  title?: string;
  /** Read aloud instead of the picture; the title where there is none. */
  description?: string;
  /** CSS pixels. */
  width: number;
  height: number;
  /** One of a pale background; none: transparent. */
  background?: string;
}

export interface Portion {
  label: string;
  value: number;
  /** CSS hex; the next of the palette where there is none. */
  colour?: string;
  /** Stands for the value. */
  shown?: string;
}

/** Horizontal bars from the first at the top, each with its name and value. */
export interface BarsSpec extends Frame {
  type: 'bars';
  bars: readonly Portion[];
  /** Pixels for the names; what is longer ends in "…". */
  labelWidth?: number;
}

export interface DonutSpec extends Frame {
  type: 'donut';
  slices: readonly Portion[];
  /** In the hole: a number and a word under it. */
  centre?: { text: string; note?: string };
  /** Names and values at the right of it. */
  legend?: boolean;
}

/** Half a ring from 0 to `max`. */
export interface GaugeSpec extends Frame {
  type: 'gauge';
  /** null: not known; the ring stays empty. */
  value: number | null;
  max: number;
  /** The number in the middle, and a word under it. */
  text: string;
  note?: string;
  colour?: string;
}

export interface LineSpec extends Frame {
  type: 'line';
  /** One for each value of the lines. */
  labels: readonly string[];
  lines: readonly {
    label: string;
    /** null breaks the line. */
    values: readonly (number | null)[];
    colour?: string;
    dashed?: boolean;
  }[];
  min?: number;
  max?: number;
}

/** One bar for each row, made of its parts. */
export interface StackedSpec extends Frame {
  type: 'stacked';
  rows: readonly { label: string; parts: readonly Portion[] }[];
  labelWidth?: number;
  legend?: boolean;
}
