/** Computing times of controls' expressions, in milliseconds. */
export const customTimes = {
  /** One expression on one resource, that is not inside of a single long call. */
  expressionMs: 500,
  /** One expression on a page of resources: what is left of the page then is no evidence. */
  ruleMs: 1_500,
  /** After this a question is answered as far as it is. */
  enoughMs: 2_000,
  /** After this its process is ended. */
  questionMs: 4_000,
} as const;
