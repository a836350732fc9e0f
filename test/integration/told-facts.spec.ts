import { expect, it } from '@jest/globals';
import type { z } from 'zod';
import { readings, type ToldFact } from '../../src/modules/notifications/domain/readings.js';
import * as events from '../../src/modules/events/facts.js';
import * as incidents from '../../src/modules/incidents/facts.js';
import * as remediation from '../../src/modules/remediation/facts.js';
import * as scanning from '../../src/modules/scanning/facts.js';
import * as schedules from '../../src/modules/schedules/facts.js';
import * as workflows from '../../src/modules/workflows/facts.js';
import * as tasks from '../../src/modules/workflows/tasks/facts.js';
import { toldFactNames, toldFacts } from '../support/told-messages.js';

interface Published {
  name: string;
  schema: z.ZodType;
}
const modules = [events, incidents, remediation, scanning, schedules, workflows, tasks];
const published = new Map(
  modules.flatMap((one) => Object.values(one) as Published[]).map((fact) => [fact.name, fact.schema]),
);

/** What a schema of an object names; what it may leave out is in it, too. */
const keysOf = (schema: unknown): string[] => Object.keys((schema as { shape: object }).shape);

it.each(toldFactNames)('what notifications read of %s is what it tells', (fact: ToldFact) => {
  const schema = published.get(fact);
  expect(schema).toBeDefined();
  expect(keysOf(readings[fact]).filter((key) => !keysOf(schema).includes(key))).toEqual([]);
  // where a publisher means something else by the same name, the example cannot be both
  const shape = (schema as unknown as { shape: Record<string, z.ZodType> }).shape;
  for (const [key, value] of Object.entries(toldFacts[fact]))
    expect([key, shape[key]?.safeParse(value).error?.message]).toEqual([key, undefined]);
});
