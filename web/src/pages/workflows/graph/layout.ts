import { layersOf, mean, neighbours, type Node, type Way } from './layers.js';
import { pathOf, type Placed } from './lines.js';
import type { Machine, State } from './machine.js';

export interface Layout {
  width: number;
  height: number;
  boxes: Box[];
  lines: Line[];
}

/** A state's place; that of a Parallel or Map holds the machines within it. */
export interface Box {
  state: State;
  x: number;
  y: number;
  width: number;
  height: number;
  inner: { x: number; y: number; layout: Layout }[];
}

export interface Line {
  from: string;
  to: string;
  label: string;
  isCatch: boolean;
  /** As SVG's `d`. */
  path: string;
}

const [GAP_X, GAP_Y, LINE_WIDTH] = [22, 34, 10];
const BOX = { least: 96, most: 240, height: 44, perLetter: 8.4, edge: 26 };
const FORK = { edge: 12, head: 40, row: 760 };
const PASSES = 10;

/** Where everything of a machine is drawn, in pixels from its own corner. */
export function layoutOf(machine: Machine): Layout {
  const { layers, ways } = layersOf(machine);
  const boxes = new Map(machine.states.map((state) => [state.name, boxOf(state)]));
  const placed = new Map<Node, Placed>();
  const rows = layers.map((layer) =>
    layer.map((node) => {
      const box = node.state === undefined ? undefined : boxes.get(node.state);
      const one = { ...node, width: box?.width ?? LINE_WIDTH, height: box?.height ?? 0, x: 0 };
      placed.set(node, one);
      return one;
    }),
  );
  align(rows, ways, placed);
  const left = Math.min(...rows.flat().map(({ x, width }) => x - width / 2));
  const tops: { top: number; bottom: number }[] = [];
  let bottom = 0;
  for (const row of rows) {
    const height = Math.max(...row.map((one) => one.height), 0);
    tops.push({ top: bottom, bottom: bottom + height });
    for (const one of row) {
      one.x -= left;
      const box = one.state === undefined ? undefined : boxes.get(one.state);
      if (box !== undefined)
        Object.assign(box, { x: one.x - one.width / 2, y: bottom + (height - one.height) / 2 });
    }
    bottom += height + GAP_Y;
  }
  return {
    width: Math.max(...rows.flat().map(({ x, width }) => x + width / 2), 0),
    height: Math.max(0, bottom - GAP_Y),
    boxes: [...boxes.values()],
    lines: ways.map((way) => {
      const { from, to, label, isCatch } = way.edge;
      return { from, to, label, isCatch, path: pathOf(way, placed, boxes, tops) };
    }),
  };
}

/** As large as its name, or as what is within, whose machines stand beside each other, in rows where they are many. */
function boxOf(state: State): Box {
  const { most, least, perLetter, edge } = BOX;
  const named = Math.min(most, Math.max(least, state.name.length * perLetter + edge));
  const place = { state, x: 0, y: 0 };
  if (state.inner.length === 0) return { ...place, width: named, height: BOX.height, inner: [] };
  const inner: Box['inner'] = [];
  let [x, y, rowHeight, width] = [FORK.edge, FORK.head, 0, named];
  for (const layout of state.inner.map(layoutOf)) {
    if (x > FORK.edge && x + layout.width > FORK.row)
      [x, y, rowHeight] = [FORK.edge, y + rowHeight + GAP_X, 0];
    inner.push({ x, y, layout });
    x += layout.width + GAP_X;
    rowHeight = Math.max(rowHeight, layout.height);
    width = Math.max(width, x - GAP_X + FORK.edge);
  }
  return { ...place, width, height: y + rowHeight + FORK.edge, inner };
}

/** Moves each node towards those that it is joined to, as far as the others of its row let it. */
function align(rows: readonly Placed[][], ways: readonly Way[], placed: ReadonlyMap<Node, Placed>): void {
  const near = neighbours(ways);
  const beside = new Map(
    [...placed].map(([node, one]) => [
      one,
      (near.get(node) ?? []).flatMap((other) =>
        other.layer === node.layer ? [] : (placed.get(other) ?? []),
      ),
    ]),
  );
  for (const row of rows)
    spread(
      row,
      row.map(() => 0),
    );
  for (let pass = 0; pass < PASSES; pass += 1)
    for (const row of pass % 2 === 0 ? rows : [...rows].reverse())
      spread(
        row,
        row.map((one) => mean((beside.get(one) ?? []).map(({ x }) => x)) ?? one.x),
      );
}

/** Puts a row's nodes as near as can be to where they are wanted: between what pushing right and pushing left give. */
function spread(row: readonly Placed[], wanted: readonly number[]): void {
  const apart = (i: number) => ((row[i]?.width ?? 0) + (row[i + 1]?.width ?? 0)) / 2 + GAP_X;
  const right = [...wanted];
  for (let i = 1; i < right.length; i += 1)
    right[i] = Math.max(right[i] ?? 0, (right[i - 1] ?? 0) + apart(i - 1));
  const left = [...wanted];
  for (let i = left.length - 2; i >= 0; i -= 1)
    left[i] = Math.min(left[i] ?? 0, (left[i + 1] ?? 0) - apart(i));
  row.forEach((one, i) => (one.x = ((right[i] ?? 0) + (left[i] ?? 0)) / 2));
}
