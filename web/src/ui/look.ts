/** Of a mutation that only looks, as a dry run does: a dialog may be closed meanwhile. */
export const LOOK = { changesNothing: true } as const;
