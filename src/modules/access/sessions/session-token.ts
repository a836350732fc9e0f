import { randomBytes } from 'node:crypto';

const BYTES = 32;
/** What a browser keeps, and what a sign-in link holds: told apart in a leaked file, as keys are. */
const MARKS = { session: 'shs_', code: 'shc_' } as const;

/** A new secret from 32 random bytes: whoever has it is let in. */
export const newSecret = (kind: keyof typeof MARKS): string =>
  MARKS[kind] + randomBytes(BYTES).toString('base64url');

/** Whether it is what a sign-in link holds, and no key. */
export const isCode = (secret: string): boolean => secret.startsWith(MARKS.code);
