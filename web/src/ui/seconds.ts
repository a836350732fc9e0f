/** How long something took; what was not measured is not 0. */
export const seconds = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : `${value.toFixed(1)} s`;
