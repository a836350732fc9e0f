import { z } from 'zod';
import { readings } from '../readings.js';

/** What rules read of each fact: what the words are made of, and where a scan's message is to go. */
export const readingsOfRules = {
  ...readings,
  'scan.completed': readings['scan.completed'].extend({
    /** Of a scan that a schedule, or somebody in its place, has started; none named: whom the rules say. */
    notifyChannels: z.array(z.string()).nullable().default(null),
  }),
} as const;

export type FactName = keyof typeof readingsOfRules;
export type PayloadOf<F extends FactName> = z.output<(typeof readingsOfRules)[F]>;

/** A fact as rules see it. */
export type Told = { [F in FactName]: { fact: F; payload: PayloadOf<F> } }[FactName];

export const factNames = Object.keys(readingsOfRules) as FactName[];

/** @throws ZodError for a payload that is none of this fact */
export const toldOf = (fact: FactName, payload: unknown): Told =>
  ({ fact, payload: readingsOfRules[fact].parse(payload) }) as Told;
