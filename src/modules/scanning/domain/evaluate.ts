import { type Control, type ControlContext, type Decision, notApplicable, withoutPart } from './control.js';
import { controlsOn } from './controls/index.js';
import { type ResourceType } from './resource-type.js';

/** A tag that takes a resource out of the controls; without a value, whatever its value is. */
export interface ExemptTag {
  key: string;
  value?: string | undefined;
}

export interface Evaluation {
  control: Control;
  decision: Decision;
}

/**
 * What every control of its type, or those that `asks` picks, says about one resource. One that carries an exempt tag is not_applicable, with
 * the tag as evidence. Where the tags could not be read it might be exempt: it then fails nothing. `own`: what the
 * tenant's own controls say of it, which is computed apart.
 *
 * @throws ZodError when the configuration is not one of this type
 */
export function evaluate<C>(
  type: ResourceType<C>,
  configuration: C,
  context: ControlContext,
  {
    exemptTags,
    asks = () => true,
  }: { exemptTags: readonly ExemptTag[]; asks?: (control: Control) => boolean },
  own: readonly Evaluation[] = [],
): Evaluation[] {
  const asked = controlsOn(type.type).filter(asks);
  const ownAsked = own.filter(({ control }) => asks(control));
  if (asked.length + ownAsked.length === 0) return [];
  const read = type.schema.parse(configuration);
  const exemption = exemptBy(type.tags(read), exemptTags);
  const tagsMissing = exemptTags.length > 0 ? (type.tagsMissing?.(read) ?? null) : null;
  const settled = (control: Control, decide: () => Decision): Evaluation => {
    if (exemption !== null) return { control, decision: notApplicable({ exemptByTag: exemption }) };
    const decision = decide();
    return decision.verdict === 'fail' && tagsMissing !== null
      ? { control, decision: withoutPart('tags', tagsMissing) }
      : { control, decision };
  };
  return [
    ...asked.map((control) => settled(control, () => control.judge(read, context))),
    ...ownAsked.map(({ control, decision }) => settled(control, () => decision)),
  ];
}

function exemptBy(
  tags: Record<string, string>,
  exemptTags: readonly ExemptTag[],
): { key: string; value: string } | null {
  for (const { key, value } of exemptTags) {
    const actual = Object.hasOwn(tags, key) ? tags[key] : undefined;
    if (actual !== undefined && (value === undefined || value === actual)) return { key, value: actual };
  }
  return null;
}
