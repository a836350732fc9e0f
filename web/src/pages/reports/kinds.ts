import type { Schemas } from '../../api/api.js';

export type Kind = Schemas['Report']['kind'];
export const kinds: readonly Kind[] = ['assessment', 'audit-pack', 'scan'];

/** The kind that an address asks for; all of them where it names none. */
export function kindIn(search: Record<string, unknown>): { kind?: Kind | undefined } {
  const kind = kinds.find((one) => one === search['kind']);
  return kind === undefined ? {} : { kind };
}
