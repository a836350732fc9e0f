import { createHash } from 'node:crypto';
import { at, type Call } from './call.js';

/** Whether a call has to be asked again until its answer is what it waits for; `never`: it will not become that. */
export function waitsFor({ until }: Call, answer: unknown): 'no' | 'yes' | 'never' {
  if (until === undefined) return 'no';
  const value = at(answer, until.path);
  if (until.is.includes(value)) return 'no';
  return until.fails?.includes(value) === true ? 'never' : 'yes';
}

/** What its last answer was, where it waited in vain. */
export function notSo({ until }: Call, answer: unknown): string {
  const { path, is, withinSeconds } = until ?? { path: '', is: [], withinSeconds: 0 };
  const wanted = is.map((one) => JSON.stringify(one)).join(' or ');
  return `${path} is ${JSON.stringify(at(answer, path) ?? null)}, not ${wanted}, within ${withinSeconds} s`;
}

/** Whether it is about something that an earlier call has made. */
export const needsAnother = ({ input }: Call): boolean => JSON.stringify(input).includes('"$result":');

/** The same for the same call, also in another process; in the form of a UUID, which every service takes. */
export function tokenOf(changeId: string, phase: string, round: number, seq: number): string {
  const hex = createHash('sha256').update(`${changeId} ${phase} ${round} ${seq}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
