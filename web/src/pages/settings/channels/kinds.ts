import type { Schemas } from '../../../api/api.js';
import { textIn, textsOf } from '../../../ui/fields.js';

type Channel = Schemas['NotificationChannel'];

interface Field {
  name: string;
  label: string;
  /** It goes in and never comes out. */
  isSecret?: true;
  /** What holds where it is left empty; without, it is needed. */
  ifEmpty?: string;
  isList?: true;
}
interface Kind {
  label: string;
  type: Channel['type'];
  fields: readonly Field[];
  /** What it needs beside. */
  note?: string;
}

/** The ways in which people are told, with what each asks for. */
export const kinds = {
  'slack-webhook': {
    label: 'Slack, by an incoming webhook',
    type: 'slack',
    fields: [{ name: 'webhookUrl', label: 'Webhook URL', isSecret: true }],
  },
  'slack-bot': {
    label: 'Slack, by a bot',
    type: 'slack',
    fields: [
      { name: 'botToken', label: 'Bot token', isSecret: true },
      { name: 'channel', label: 'Channel (its id or name)' },
    ],
    note: 'The bot needs chat:write. What belongs together becomes a thread.',
  },
  email: {
    label: 'Email',
    type: 'email',
    fields: [{ name: 'to', label: 'To (with commas between)', isList: true }],
    note: 'The service needs SMTP_URL, and the domains must be among allowedNotificationDomains of the tenant’s settings.',
  },
  sns: {
    label: 'SNS topic',
    type: 'sns',
    fields: [{ name: 'topicArn', label: 'ARN of the topic' }],
    note: 'In an account that is registered.',
  },
  webhook: {
    label: 'Webhook, signed',
    type: 'webhook',
    fields: [
      { name: 'url', label: 'URL (https)', isSecret: true },
      { name: 'secret', label: 'Secret that signs (16 characters or more)', isSecret: true },
    ],
    note: 'Signed as standardwebhooks.com says.',
  },
  eventbridge: {
    label: 'EventBridge bus',
    type: 'eventbridge',
    fields: [
      { name: 'eventBusName', label: 'Name of the bus' },
      { name: 'region', label: 'Region', ifEmpty: 'the service’s own' },
      { name: 'accountId', label: 'Account id', ifEmpty: 'the service’s own' },
    ],
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as KindName[];

/** A kind as any of them. */
export const kindNamed = (name: KindName): Kind => kinds[name];

/** Of Slack's two ways the bot's has a channel. */
export const kindOf = ({ type, config }: Channel): KindName =>
  type !== 'slack' ? type : 'channel' in config ? 'slack-bot' : 'slack-webhook';

/** Where it leads, as far as that is no secret. */
export const leadsTo = ({ config, secretHint }: Channel): string =>
  [
    ...Object.values(config).map((value) => (Array.isArray(value) ? value.join(', ') : String(value))),
    ...(secretHint === null ? [] : [`…${secretHint}`]),
  ].join(' ');

/** What was filled in: what is left empty stays as it is. */
export function configIn(form: FormData, name: KindName): Record<string, unknown> {
  const given = kindNamed(name).fields.flatMap(({ name: field, isList }) => {
    const text = textIn(form, field);
    return text === '' ? [] : [[field, isList === true ? textsOf(text) : text] as const];
  });
  return Object.fromEntries(given);
}
