/** From 0 to 100; what nothing decides is not 0. */
export const scoreText = (score: number | null): string =>
  score === null ? 'no evidence' : score.toFixed(1);

/** How much of what could be decided was; where there is nothing to decide, no number says it. */
export const coverageText = (coverage: number | null): string =>
  coverage === null ? '–' : `${coverage.toFixed(1)} %`;
