import { z } from 'zod';
import { linkActions, linkKinds } from '../../../platform/links/index.js';
import { timestamp } from '../fields.schemas.js';

/** Mail programs and trackers add what they like to an address. */
export const linkQuery = z.looseObject({
  do: z
    .enum(linkActions)
    .optional()
    .catch(undefined)
    .describe('What is offered first. Nothing is done by a GET'),
});
export type LinkQuery = z.output<typeof linkQuery>;

/** A day, as a form gives it, is meant to its end. */
const until = z.union([z.iso.date().transform((day) => `${day}T23:59:59.999Z`), z.string()]).pipe(timestamp);

const text = (most: number) => z.string().trim().min(1).max(most).optional();

export const useLink = z
  .strictObject({
    action: z.enum(linkActions).default('open'),
    key: z.string().trim().min(1).max(256).optional().describe('An API key; a personal link needs none'),
    ticket: z
      .string()
      .max(1024)
      .optional()
      .describe('From an answer to a key: in place of it, for some minutes'),
    comment: text(2000).describe('Of approve and reject'),
    reason: text(1000).describe('Of suppress'),
    until: until.optional().describe('Of suppress, a day or a time: it is shown as open again from then on'),
  })
  .prefault({})
  .meta({ id: 'UseLink', example: { action: 'open' } });
export type UseLink = z.output<typeof useLink>;

export const linkAnswer = z
  .object({
    kind: z.enum(linkKinds),
    id: z.string(),
    action: z.enum(linkActions),
    said: z.string().nullable().describe('What came of it; null of `open`'),
    title: z.string(),
    state: z.string(),
    text: z.string().nullable(),
    facts: z.array(z.object({ label: z.string(), value: z.union([z.string(), z.number()]).nullable() })),
    details: z.unknown(),
    can: z.array(z.enum(linkActions)).describe('What can still be done by this link'),
    path: z.string().describe('Where the API has all of it'),
    ticket: z.string().nullable(),
  })
  .meta({ id: 'OpenedLink' });
export type LinkAnswer = z.output<typeof linkAnswer>;
