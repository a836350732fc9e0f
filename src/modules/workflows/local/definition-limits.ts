/** What a tenant's own definition may use of this service: computing time, not waiting for a processor. */
export const definitionLimits: { expressionMs: number; stepMs: number; checkMs: number } = {
  /** One expression of JSONata, that is not inside of a single long call. */
  expressionMs: 1_000,
  /** All that one event brings about, up to where the execution waits. */
  stepMs: 2_000,
  /** Checking a definition. */
  checkMs: 5_000,
};
