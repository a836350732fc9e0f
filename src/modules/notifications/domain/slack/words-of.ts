import * as kit from './blocks.js';

/** What people copy stands as code. */
export const wordsOf = (text: string): kit.TextElement =>
  /^arn:[^\s]+$/.test(text) ? kit.words(text, { code: true }) : kit.words(text);
