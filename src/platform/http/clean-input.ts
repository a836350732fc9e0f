import type { NextFunction, Request, Response } from 'express';
import { invalid, type FieldProblem } from '../../shared/app-error.js';
import { holdsDefinition } from './body-limits.js';

const MAX_DEPTH = 32;
/** Twice what the parser of definitions takes, which says it better; what is deeper only costs time to walk. */
const MAX_DEFINITION_DEPTH = 1_000;
/** NUL and unpaired surrogates: valid in JSON, impossible in PostgreSQL text. */
// eslint-disable-next-line no-control-regex
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const MESSAGE = 'holds a character that cannot be stored (NUL or half of a pair)';

/**
 * Refuses a body that is not JSON. Left unread, the request would be taken for one without a body: a narrow scan,
 * sent as a form, would become a scan of everything.
 */
export function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  const unread = request.body === undefined && (encoding !== undefined || Number(length) > 0);
  const message = 'must be JSON, sent with Content-Type: application/json';
  next(unread ? invalid([{ path: 'body', message }]) : undefined);
}

/** Refuses text that no row could hold, and bodies nested deeper than any of ours, naming each field. */
export function cleanInput(request: Request, _response: Response, next: NextFunction): void {
  const { body, definition } = partsOf(request);
  const problems = [...problemsOf(body, 'body'), ...problemsOf({ ...request.query }, 'query')];
  if (isDeeper(definition, MAX_DEFINITION_DEPTH))
    problems.push({ path: 'definition', message: `is nested deeper than ${MAX_DEFINITION_DEPTH} levels` });
  let path = '';
  try {
    path = decodeURIComponent(request.path);
  } catch {
    problems.push({ path: 'path', message: 'is not URL-encoded' });
  }
  if (UNSTORABLE.test(path)) problems.push({ path: 'path', message: MESSAGE });
  next(problems.length > 0 ? invalid(problems) : undefined);
}

/** A definition that is JSON itself stands alone: it may be deep, and its text is checked where it is parsed. */
function partsOf(request: Request): { body: unknown; definition?: unknown } {
  const body: unknown = request.body;
  if (!holdsDefinition(request) || typeof body !== 'object' || body === null || Array.isArray(body))
    return { body };
  const { definition, ...rest } = body as Record<string, unknown>;
  return typeof definition === 'string' ? { body } : { body: rest, definition };
}

function isDeeper(root: unknown, most: number): boolean {
  const waiting: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (depth > most) return true;
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Object.values(value)) waiting.push({ value: inner, depth: depth + 1 });
  }
  return false;
}

/** Where a value stands. Its path is put together only where something is wrong with it: a body can hold 500,000. */
interface Place {
  value: unknown;
  key: string;
  depth: number;
  around: Place | undefined;
}

function pathTo(place: Place): string {
  const steps: string[] = [];
  for (let at = place; at.around !== undefined; at = at.around) steps.unshift(at.key);
  return steps.join('.');
}

function problemsOf(root: unknown, name: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const queue: Place[] = [{ value: root, key: '', depth: 0, around: undefined }];
  for (let next = queue.pop(); next !== undefined && problems.length < 20; next = queue.pop()) {
    const { value, depth } = next;
    if (depth > MAX_DEPTH) return [{ path: name, message: `is nested deeper than ${MAX_DEPTH} levels` }];
    if (typeof value === 'string' && UNSTORABLE.test(value))
      problems.push({ path: pathTo(next) || name, message: MESSAGE });
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (UNSTORABLE.test(key))
        problems.push({ path: pathTo(next) || name, message: `has a field name that ${MESSAGE}` });
      queue.push({ value: inner, key, depth: depth + 1, around: next });
    }
  }
  return problems;
}
