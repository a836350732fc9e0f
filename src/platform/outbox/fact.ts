import type { z } from 'zod';

export interface FactDefinition<P = unknown> {
  name: string;
  schema: z.ZodType<P>;
}

/** A fact as a subscriber gets it. */
export interface Fact<P> {
  id: string;
  tenantId: string;
  key: string;
  payload: P;
  createdAt: Date;
}

/** Declares a fact: something that happened, with all that its readers need (contracts name them). */
export const fact = <P>(name: string, schema: z.ZodType<P>): FactDefinition<P> => ({ name, schema });
