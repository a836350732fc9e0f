/** A list for a column of texts; other columns take lists as JSON. */
export const texts = (...all: string[]): string => `{${all.map((one) => JSON.stringify(one)).join()}}`;
