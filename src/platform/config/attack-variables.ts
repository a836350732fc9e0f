import { wholeNumber } from './variable-kinds.js';

/** Against who guesses keys. */
export const attackVariables = {
  KEY_FAILURE_LIMIT: wholeNumber(3, 1_000_000)
    .default(10)
    .describe('Wrong keys within 15 minutes after which an address shows no unknown key for a while'),
};
