/** What a parser answers; `otherwise` where the text is nested so deeply that it runs out of stack. */
export function bounded<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}
