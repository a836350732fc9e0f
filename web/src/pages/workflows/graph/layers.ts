import type { Edge, Machine } from './machine.js';

/** A state in its layer, or a place that a long line goes through. */
export interface Node {
  id: string;
  /** undefined: of a line. */
  state: string | undefined;
  layer: number;
}

/** The way of an edge from node to node, downwards; of a loop, from the later state up to the earlier one. */
export interface Way {
  edge: Edge;
  nodes: readonly Node[];
  isLoop: boolean;
}

/** The states of a machine in layers, each below all that lead to it, with as few crossings as some sweeps find. */
export function layersOf(machine: Machine): { layers: Node[][]; ways: Way[] } {
  const known = new Set(machine.states.map(({ name }) => name));
  const edges = machine.states.flatMap((state) => state.edges).filter(({ to }) => known.has(to));
  const { order, loops } = walked(machine, edges);
  const depth = new Map(order.map((name) => [name, 0]));
  for (const name of order)
    for (const edge of edges)
      if (edge.from === name && !loops.has(edge))
        depth.set(edge.to, Math.max(depth.get(edge.to) ?? 0, (depth.get(name) ?? 0) + 1));

  const layers: Node[][] = [];
  const nodes = new Map<string, Node>();
  const node = (id: string, state: string | undefined, layer: number): Node => {
    const made = nodes.get(id) ?? { id, state, layer };
    if (!nodes.has(id)) (layers[layer] ??= []).push(made);
    nodes.set(id, made);
    return made;
  };
  const at = (name: string) => depth.get(name) ?? 0;
  for (const name of order) node(name, name, at(name));
  const ways = edges.map((edge) => {
    const { from, to, isCatch } = edge;
    const isLoop = loops.has(edge);
    // what goes to the same state goes together: one line in place of many beside each other
    const through = (layer: number) =>
      node(`${isLoop ? `${from}<` : isCatch ? '!' : '>'}${to}/${layer}`, undefined, layer);
    const between = isLoop ? range(at(from), at(to), -1) : range(at(from) + 1, at(to) - 1, 1);
    return {
      edge,
      isLoop,
      nodes: [node(from, from, at(from)), ...between.map(through), node(to, to, at(to))],
    };
  });
  return { layers: untangled(layers, ways), ways };
}

const range = (from: number, to: number, step: 1 | -1): number[] =>
  Array.from({ length: Math.max(0, (to - from) * step + 1) }, (_, i) => from + i * step);

/** States so that each comes after those that lead to it, but for the edges that close a loop. */
function walked({ startAt, states }: Machine, edges: readonly Edge[]) {
  const loops = new Set<Edge>();
  const reached = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  const visit = (name: string): void => {
    reached.set(name, 'open');
    // catches last: what goes well stands to the left
    for (const edge of edges
      .filter(({ from }) => from === name)
      .sort((a, b) => Number(b.isCatch) - Number(a.isCatch))) {
      if (reached.get(edge.to) === 'open') loops.add(edge);
      else if (!reached.has(edge.to)) visit(edge.to);
    }
    reached.set(name, 'done');
    order.unshift(name);
  };
  for (const name of [startAt, ...states.map((state) => state.name)])
    if (!reached.has(name) && states.some((state) => state.name === name)) visit(name);
  return { order, loops };
}

const SWEEPS = 8;

/** Sorts each layer by where its neighbours stand in the layer before, downwards and upwards in turn. */
function untangled(layers: readonly Node[][], ways: readonly Way[]): Node[][] {
  const near = neighbours(ways);
  const sorted = layers.map((layer) => [...layer]);
  const place = new Map<Node, number>();
  const note = (layer: readonly Node[]) => layer.forEach((one, i) => place.set(one, i));
  sorted.forEach(note);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const step = sweep % 2 === 0 ? -1 : 1;
    for (const layer of step === -1 ? sorted : [...sorted].reverse()) {
      const wanted = new Map(
        layer.map((one) => {
          const beside = (near.get(one) ?? []).filter((other) => other.layer === one.layer + step);
          return [one, mean(beside.map((other) => place.get(other) ?? 0)) ?? place.get(one) ?? 0];
        }),
      );
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      note(layer);
    }
  }
  return sorted;
}

/** What each node is joined to. */
export function neighbours(ways: readonly Way[]): Map<Node, Node[]> {
  const near = new Map<Node, Node[]>();
  const join = (a: Node, b: Node) => near.set(a, [...(near.get(a) ?? []), b]);
  for (const { nodes } of ways)
    nodes.slice(1).forEach((one, i) => {
      const before = nodes[i];
      if (before === undefined) return;
      join(before, one);
      join(one, before);
    });
  return near;
}

export const mean = (numbers: readonly number[]): number | undefined =>
  numbers.length === 0 ? undefined : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
