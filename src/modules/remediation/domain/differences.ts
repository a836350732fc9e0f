import { canonical } from './state-hash.js';

const MOST = 10;
const LONGEST = 120;

/** Where two states differ, a line each: `block.BlockPublicAcls: was true, is false`. None: they are the same JSON. */
export function differences(was: unknown, is: unknown): string[] {
  const found: string[] = [];
  walk(was, is, '', found);
  return found.length <= MOST ? found : [...found.slice(0, MOST), `and ${found.length - MOST} more`];
}

function walk(was: unknown, is: unknown, path: string, found: string[]): void {
  if (shown(was) === shown(is)) return;
  if (!isTree(was) || !isTree(is) || Array.isArray(was) !== Array.isArray(is)) {
    found.push(`${path === '' ? 'all of it' : path}: was ${short(was)}, is ${short(is)}`);
    return;
  }
  for (const name of [...new Set([...Object.keys(was), ...Object.keys(is)])].sort())
    walk(was[name], is[name], path === '' ? name : `${path}.${name}`, found);
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const shown = (value: unknown): string => (value === undefined ? 'not there' : canonical(value));

function short(value: unknown): string {
  const text = shown(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
