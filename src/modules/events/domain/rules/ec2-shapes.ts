import type { Rule } from '../rule.js';

/** Paths to what one action was asked for and answered, in every way that CloudTrail writes it down. */
export interface Shapes {
  action: string;
  /** Fields of the request; a list has `[]` behind its name. The first that is there counts. */
  asked: (...fields: readonly string[]) => string;
  /** Fields of the response. */
  answered: (...fields: readonly string[]) => string;
  /** Of the request, or else of the response. */
  named: (...fields: readonly string[]) => string;
}

/**
 * EC2 writes a call down in one of two ways. Most older actions are flat, and lists are `{items: [...]}`:
 * `requestParameters.instancesSet.items[].instanceId`. The others stand as they went over the wire, below the name of
 * the message: `{ModifyVolumeRequest: {VolumeId}}`, `{CreateSnapshotsResponse: {snapshotSet: {item: {…}}}}`. There a list
 * of one is not a list, and each text of a list has a number: `{FlowLogId: {tag: 1, content: 'fl-…'}}`. No page says
 * which action is of which kind, and some changed over the years, so both are looked for.
 */
function shapesOf(action: string): Shapes {
  const asked = (...fields: readonly string[]) =>
    fields
      .flatMap((field) => {
        const sent = spread(field, ['[]', '']).map((path) => `request.${action}Request.${path}`);
        return [
          ...spread(field, ['.items[]', '[]']).map((path) => `request.${path}`),
          ...(field.endsWith('[]') ? sent.flatMap((path) => [path, `${path}.content`]) : sent),
        ];
      })
      .join('|');
  const answered = (...fields: readonly string[]) =>
    fields
      .flatMap((field) => [
        ...spread(field, ['.items[]', '[]']).map((path) => `response.${path}`),
        ...spread(field, ['.item[]', '.item']).map((path) => `response.${action}Response.${path}`),
      ])
      .join('|');
  const named = (...fields: readonly string[]) => `${asked(...fields)}|${answered(...fields)}`;
  return { action, asked, answered, named };
}

/** `a[].b` with each form of a list: `a.items[].b`, `a.b` … */
const spread = (field: string, forms: readonly string[]): string[] =>
  field
    .split('[]')
    .reduce<string[]>(
      (heads, tail, index) =>
        index === 0 ? [tail] : heads.flatMap((head) => forms.map((form) => `${head}${form}${tail}`)),
      [],
    );

/** The same rule for several actions: `each(['DeleteVpc'], ({ asked }) => deleted(vpc(asked('vpcId'))))`. */
export const each = (
  actions: readonly string[],
  rule: (shapes: Shapes) => Rule,
): Readonly<Record<string, Rule>> =>
  Object.fromEntries(actions.map((action) => [action, rule(shapesOf(action))]));

/** Of the actions that are asked with one id, or several, of what they change. */
export const byId = (
  actions: readonly string[],
  field: string,
  rule: (path: string) => Rule,
): Readonly<Record<string, Rule>> => each(actions, ({ asked }) => rule(asked(field)));
