import { z } from 'zod';
import { optional } from './variable-kinds.js';

const isKey = (text: string): boolean =>
  /^arn:aws[a-z-]*:kms:/.test(text) || Buffer.from(text, 'base64').length === 32;

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
