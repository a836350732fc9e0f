import { z } from 'zod';

/** Whom somebody has named: an email address, an SNS topic, or a channel by its id or name. */
export type NamedTarget =
  | { type: 'email'; to: string; domain: string }
  | { type: 'sns'; topicArn: string; accountId: string }
  | { type: 'channel'; name: string };

const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:(\d{12}):[\w-]{1,256}(\.fifo)?$/;
const address = z.email().max(320);

/** Whatever is neither a topic nor an email address is taken for a channel. */
export function namedTarget(text: string): NamedTarget {
  const given = text.trim();
  const accountId = TOPIC.exec(given)?.[1];
  if (accountId !== undefined) return { type: 'sns', topicArn: given, accountId };
  if (address.safeParse(given).success) {
    return { type: 'email', to: given, domain: given.slice(given.lastIndexOf('@') + 1).toLowerCase() };
  }
  return { type: 'channel', name: given };
}

/** The AWS accounts that some targets are in. */
export const accountsIn = (targets: readonly string[]): string[] => [
  ...new Set(
    targets.flatMap((text) => {
      const target = namedTarget(text);
      return target.type === 'sns' ? [target.accountId] : [];
    }),
  ),
];
