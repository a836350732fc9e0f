import { type Control } from './control.js';

/** What makes a failing control more pressing than its severity says: whom it lets in, or that nobody would miss it. */
export const exposures = ['root', 'public', 'unused'] as const;
export type Exposure = (typeof exposures)[number];

/** Ids say it: they are of one vocabulary, `<service>_<resource>_<what>`. */
const WORDS: readonly [Exposure, RegExp][] = [
  ['root', /(^|_)root(_|$)/],
  ['public', /public|from_internet|ingress_any_port|function_url/],
  ['unused', /unused|not_used|unattached|_idle$|_stopped$/],
];

/** null: it is about something else. */
export function exposureOf({ id, class: kind }: Pick<Control, 'id' | 'class'>): Exposure | null {
  // an alarm about a thing is not the thing
  if (id.startsWith('cloudwatch_')) return null;
  const found = WORDS.find(([, words]) => words.test(id));
  return found?.[0] ?? (kind === 'waste' ? 'unused' : null);
}
