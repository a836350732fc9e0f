import { z } from 'zod';
import type { ChannelType } from './destination.js';

const url = z.string().trim().min(1).max(2048);
const topicArn = z
  .string()
  .max(512)
  .regex(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/,
    'must be the ARN of a topic (arn:aws:sns:…)',
  );

const slack = z
  .strictObject({
    webhookUrl: url.optional().describe('Of an incoming webhook'),
    botToken: z
      .string()
      .trim()
      .max(512)
      .regex(/^xox[a-z]-[\w-]{8,}$/, 'must be a token such as xoxb-…')
      .optional()
      .describe('Of a bot with chat:write, in place of webhookUrl: its messages become threads'),
    channel: z
      .string()
      .trim()
      .max(81)
      .refine((text) => /^#?[\p{L}\p{N}_-]{1,80}$/u.test(text), 'must be the id or the name of a channel')
      .optional()
      .describe("Of the bot's messages, such as C0123456789"),
  })
  .superRefine(({ webhookUrl, botToken, channel }, context) => {
    if (context.issues.length > 0) return; // what the fields have to do with one another comes after what each is
    const issue = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (webhookUrl !== undefined && (botToken !== undefined || channel !== undefined))
      issue('webhookUrl', 'stands alone: give it, or botToken and channel');
    if (webhookUrl === undefined && botToken === undefined && channel === undefined)
      issue('webhookUrl', 'is needed, or botToken and channel');
    if (botToken === undefined && channel !== undefined) issue('botToken', 'is needed with channel');
    if (botToken !== undefined && channel === undefined) issue('channel', 'is needed with botToken');
  })
  .meta({ example: { webhookUrl: 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXX' } });

const webhook = z.strictObject({
  url: url.describe('https; it may hold secrets, so it is not shown again'),
  secret: z
    .string()
    .min(16)
    .max(256)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .refine(
      (text) => !text.startsWith('whsec_') || Buffer.from(text.slice(6), 'base64').length >= 16,
      'must hold 16 bytes or more in base64 behind whsec_',
    )
    .describe('Signs each message (standardwebhooks.com): whsec_ and base64, or any text'),
});

const eventbridge = z.strictObject({
  eventBusName: z.string().regex(/^[\w./-]{1,256}$/, 'must be the name of an event bus'),
  region: z
    .string()
    .regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'must be an AWS region')
    .optional()
    .describe("Left out: the service's own"),
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'must have 12 digits')
    .optional()
    .describe('Left out: the account of the service'),
});

const to = z
  .array(z.email('must be an email address').max(254).toLowerCase())
  .min(1)
  .max(50)
  .refine((all) => new Set(all).size === all.length, 'must name each address once');

/** What a channel of each type is told, whole. */
export const channelConfigs = {
  slack,
  email: z.strictObject({ to }),
  sns: z.strictObject({ topicArn }),
  webhook,
  eventbridge,
} satisfies Record<ChannelType, z.ZodType>;

type Configs = { [T in ChannelType]: { type: T; config: z.output<(typeof channelConfigs)[T]> } };
/** A channel's type and where it leads, secrets included. */
export type ChannelTarget = Configs[ChannelType];

const SECRETS: Record<ChannelType, readonly string[]> = {
  slack: ['webhookUrl', 'botToken'],
  email: [],
  sns: [],
  webhook: ['url', 'secret'],
  eventbridge: [],
};
/** What the end of is shown, so that people can tell which it is. */
const HINT: Partial<Record<ChannelType, readonly string[]>> = { slack: SECRETS.slack, webhook: ['secret'] };

type Fields = Record<string, unknown>;

/** A configuration as it is kept: what all may see, and what nobody may. */
export interface KeptConfig {
  /** With the host of an address that is secret itself. */
  shown: Fields;
  /** null: nothing of it is secret. */
  secret: Fields | null;
  hint: string | null;
}

export function keptConfig({ type, config }: ChannelTarget): KeptConfig {
  const isSecret = (name: string) => SECRETS[type].includes(name);
  const part = (which: boolean) =>
    Object.fromEntries(
      Object.entries(config).filter(([name, value]) => value !== undefined && isSecret(name) === which),
    );
  const secret: Fields = part(true);
  const address = secret['webhookUrl'] ?? secret['url'];
  const host = typeof address === 'string' ? { host: new URL(address).host } : {};
  const hinted = (HINT[type] ?? []).map((name) => secret[name]).find((value) => typeof value === 'string');
  return {
    shown: { ...part(false), ...host },
    secret: Object.keys(secret).length === 0 ? null : secret,
    hint: typeof hinted === 'string' ? hinted.slice(-4) : null,
  };
}

/** The configuration whole again. */
export function wholeConfig(shown: Fields, secret: Fields | null): Fields {
  const { host: _host, ...rest } = shown;
  return { ...rest, ...secret };
}

/** What was there, with what is given in its place: of Slack's two ways the one that is given drops the other. */
export function changedConfig(type: ChannelType, before: Fields, given: Fields): Fields {
  if (type !== 'slack') return { ...before, ...given };
  const { webhookUrl: _webhookUrl, ...bot } = before;
  if ('webhookUrl' in given) return given;
  return 'botToken' in given || 'channel' in given ? { ...bot, ...given } : { ...before, ...given };
}
