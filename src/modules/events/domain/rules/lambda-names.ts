import type { Place } from '../rule.js';

const NAME = '(?<name>[\\w-]+)(?::(?<qualifier>[\\w$-]+))?';
const FORMS = [
  new RegExp(`^arn:(?<partition>[^:]+):lambda:(?<region>[^:]*):(?<account>\\d*):function:${NAME}$`),
  new RegExp(`^(?<account>\\d{12}):function:${NAME}$`),
  new RegExp(`^(?:function:)?${NAME}$`),
];

/**
 * The ARN of a function, without the version or alias, from any form that Lambda takes (lambda/latest/api/
 * API_GetFunction.html): `name`, `123456789012:function:name`, a whole ARN, each with `:qualifier` or without.
 * @param isOf whether the one that is named is meant
 */
export function functionArn(
  value: string,
  place: Place,
  isOf: (name: { qualifier?: string }) => boolean = () => true,
): string | undefined {
  for (const form of FORMS) {
    const found = form.exec(value)?.groups;
    if (found === undefined) continue;
    if (!isOf({ qualifier: found['qualifier'] })) return undefined;
    const { partition, region, account } = { ...place, ...found };
    return `arn:${partition}:lambda:${region}:${account}:function:${found['name'] ?? ''}`;
  }
  return undefined;
}
