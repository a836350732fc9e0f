/** null: not known. What is not known never makes a pass, nor a fail. */
export type Truth = boolean | null;

export const allOf = (truths: readonly Truth[]): Truth =>
  truths.includes(false) ? false : truths.includes(null) ? null : true;

export const anyOf = (truths: readonly Truth[]): Truth =>
  truths.includes(true) ? true : truths.includes(null) ? null : false;

export const not = (truth: Truth): Truth => (truth === null ? null : !truth);
