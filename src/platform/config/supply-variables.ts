import { z } from 'zod';
import { optional } from './variable-kinds.js';

const isArn = (text: string): boolean => /^arn:aws[a-z-]*:kms:/.test(text);
const isKey = (text: string): boolean => isArn(text) || Buffer.from(text, 'base64').length === 32;

/** Keys that were replaced, as long as something needs them. */
export const replacedKeys = {
  SECRETS_KEY_PREVIOUS: optional(
    z
      .string()
      .transform((text) => text.split(',').map((one) => one.trim()))
      .pipe(z.array(z.string().refine(isKey, 'must be 32 bytes in base64, or the ARN of a KMS key')).max(20)),
  ).describe(
    'Other keys that secrets may be sealed with (base64, or ARNs of KMS keys), divided by commas: they open, the one above seals',
  ),
  SHEPHERD_API_KEY_PREVIOUS: optional(z.string().min(32, 'must have 32 characters or more')).describe(
    'Platform key that is good as well, while all who use it change to the new one',
  ),
};

export const replacedKeyNames = Object.keys(replacedKeys);

type Given = Record<string, string | undefined>;

/** A replaced key makes sense beside the one that replaces it alone. */
const SUCCESSORS: Record<string, readonly string[]> = {
  SECRETS_KEY_PREVIOUS: ['SECRETS_KEY', 'SECRETS_KMS_KEY_ARN'],
  SHEPHERD_API_KEY_PREVIOUS: ['SHEPHERD_API_KEY'],
};

/**
 * What is wrong with keys that were replaced, as `[variable, what]`, without any value. One without a new key would
 * have a key made in DATA_DIR, of each process its own, that nobody has chosen; one that is the new key is a
 * replacement that has not happened.
 */
export const replacedKeyProblems = (given: Given): [string, string][] =>
  Object.entries(SUCCESSORS).flatMap(([name, successors]): [string, string][] => {
    const previous = given[name];
    if (previous === undefined) return [];
    const next = successors.map((one) => given[one]).filter((one) => one !== undefined);
    const named = successors.join(' or ');
    if (next.length === 0)
      return [[name, `is a key that was replaced: set the new one as ${named}, or take it away`]];
    const bytes = (text: string) => (name === 'SECRETS_KEY_PREVIOUS' ? plain(text) : text);
    const olds = name === 'SECRETS_KEY_PREVIOUS' ? previous.split(',') : [previous];
    return olds.some((old) => next.some((one) => bytes(one) === bytes(old)))
      ? [[name, `holds the same key as ${named}: it takes the one that was replaced`]]
      : [];
  });

/** One text for each key: base64 may be written with other letters, and without padding. */
const plain = (text: string): string =>
  isArn(text.trim()) ? text.trim() : Buffer.from(text, 'base64').toString('hex');
