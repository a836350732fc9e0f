import type { Node, Way } from './layers.js';

/** A node, and the middle of it on its row. */
export interface Placed extends Node {
  width: number;
  height: number;
  x: number;
}

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Point = readonly [x: number, y: number];

/** A line that leaves a state below and comes to the next from above; that of a loop goes from side to side. */
export function pathOf(
  { nodes, isLoop }: Way,
  placed: ReadonlyMap<Node, Placed>,
  boxes: ReadonlyMap<string, Rectangle>,
  rows: readonly { top: number; bottom: number }[],
): string {
  const [first, last] = [boxes.get(nodes[0]?.state ?? ''), boxes.get(nodes.at(-1)?.state ?? '')];
  if (first === undefined || last === undefined) return '';
  const through = nodes.slice(1, -1).map((node) => {
    const { top = 0, bottom = 0 } = rows[node.layer] ?? {};
    return { x: placed.get(node)?.x ?? 0, top, bottom };
  });
  if (isLoop) {
    const side = (box: Rectangle): Point => {
      const lane = through[0]?.x ?? 0;
      return [lane > box.x + box.width / 2 ? box.x + box.width : box.x, box.y + box.height / 2];
    };
    const [from, to] = [side(first), side(last)];
    const lane = through.map(({ x }) => x);
    const [a, b] = [lane[0] ?? from[0], lane.at(-1) ?? to[0]];
    return `M${text(from)} Q${text([a, from[1]])} ${text([a, from[1] - 12])} L${text([b, to[1] + 12])} Q${text([b, to[1]])} ${text(to)}`;
  }
  const from: Point = [first.x + first.width / 2, first.y + first.height];
  let path = `M${text(from)}`;
  let at = from;
  for (const { x, top, bottom } of through) {
    path += curve(at, [x, top]) + (bottom > top ? ` L${text([x, bottom])}` : '');
    at = [x, bottom];
  }
  return path + curve(at, [last.x + last.width / 2, last.y]);
}

const text = ([x, y]: Point): string => `${x.toFixed(1)},${y.toFixed(1)}`;

function curve(from: Point, to: Point): string {
  const middle = (from[1] + to[1]) / 2;
  return ` C${text([from[0], middle])} ${text([to[0], middle])} ${text(to)}`;
}
