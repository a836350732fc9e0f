import { z } from 'zod';

/** The older selectors: by kind of event. */
const basic = z.object({
  /** `All`, `ReadOnly` or `WriteOnly`. */
  readWriteType: z.string(),
  management: z.boolean(),
  excludedSources: z.array(z.string()),
  /** Data events: of what, for which ARNs. */
  dataResources: z.array(z.object({ type: z.string(), values: z.array(z.string()) })),
});
export type BasicSelector = z.infer<typeof basic>;

const values = z.array(z.string());
/** The newer ones: conditions on fields of the event, all of which have to hold. */
const advanced = z.object({
  name: z.string().nullable(),
  fields: z.array(
    z.object({
      field: z.string(),
      equals: values,
      startsWith: values,
      endsWith: values,
      notEquals: values,
      notStartsWith: values,
      notEndsWith: values,
    }),
  ),
});
export type AdvancedSelector = z.infer<typeof advanced>;

/** Which events a trail records: those that any of its selectors takes. A trail has selectors of one kind only. */
export const eventSelectors = z.object({ basic: z.array(basic), advanced: z.array(advanced) });
export type EventSelectors = z.infer<typeof eventSelectors>;
