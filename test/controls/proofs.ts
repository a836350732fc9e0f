import { type ServiceProofs } from './proof.js';

/** Of each service that has controls. */
export const proofs: readonly ServiceProofs[] = [];
