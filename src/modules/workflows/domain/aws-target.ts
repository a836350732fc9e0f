import { z } from 'zod';
import type { Json } from '../../../asl/index.js';

/** Where something lies; undefined: where the service itself is. */
export interface AwsPlace {
  accountId: string | undefined;
  region: string | undefined;
}

const text = z.string().min(1);
/** Step Functions takes JSON where the API takes text, and writes it as text. */
const textOrJson = z.json().transform((value) => (typeof value === 'string' ? value : JSON.stringify(value)));

/** sns:publish to a topic: what leads elsewhere (TargetArn, PhoneNumber) belongs to no account that is registered. */
const publish = z.strictObject({
  TopicArn: text.regex(/^arn:[^:]+:sns:[^:]+:\d{12}:/, 'must be the ARN of a topic'),
  Message: textOrJson,
  Subject: text.optional(),
  MessageStructure: text.optional(),
  MessageGroupId: text.optional(),
  MessageDeduplicationId: text.optional(),
  MessageAttributes: z
    .record(z.string(), z.strictObject({ DataType: text, StringValue: z.string() }))
    .optional(),
});

const putEvents = z.strictObject({
  Entries: z
    .array(
      z.strictObject({
        Source: text,
        DetailType: text,
        Detail: textOrJson,
        EventBusName: text.default('default'),
        Resources: z.array(text).optional(),
        Time: z.coerce.date().optional(),
        TraceHeader: text.optional(),
      }),
    )
    .min(1)
    .max(10),
});

export type Publish = z.output<typeof publish>;
export type PutEvents = z.output<typeof putEvents>;

export type AwsTarget =
  | { action: 'publish'; place: AwsPlace; parameters: Publish }
  | { action: 'putEvents'; place: AwsPlace; parameters: PutEvents }
  | { problem: string };

/** Where an ARN points; a bare name is of where the service is. */
export function placeIn(nameOrArn: string): AwsPlace {
  const [arn, , , region, accountId] = nameOrArn.split(':');
  return arn === 'arn' ? { accountId: accountId ?? '', region } : { accountId: undefined, region: undefined };
}

/** What a task's Parameters ask for, and of whom. */
export function targetOf(action: string, input: Json): AwsTarget {
  if (action === 'sns:publish') {
    const { data, error } = publish.safeParse(input);
    if (error !== undefined) return { problem: problemsOf(error) };
    return { action: 'publish', place: placeIn(data.TopicArn), parameters: data };
  }
  if (action !== 'events:putEvents') return { problem: `${action} is not served here` };
  const { data, error } = putEvents.safeParse(input);
  if (error !== undefined) return { problem: problemsOf(error) };
  const places = data.Entries.map(({ EventBusName }) => placeIn(EventBusName));
  const [place] = places;
  const isOne = places.every((one) => one.accountId === place?.accountId && one.region === place?.region);
  if (place === undefined || !isOne)
    return { problem: 'The entries go to buses of more than one account or region' };
  return { action: 'putEvents', place, parameters: data };
}

const problemsOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
