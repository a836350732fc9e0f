import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { channelConfigs } from './domain/channel-config.js';
import { channelTypes } from './domain/destination.js';

const tenantId = z.string().min(1).max(64);
export const channelTenantQuery = z.strictObject({ tenantId: tenantId.optional() });

/** Neither an address, an ARN nor an id of ours: notificationTargets name channels beside these. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .refine(
    (text) => /^(?!chn_)[\p{L}\p{N}][\p{L}\p{N} ._()-]*$/u.test(text),
    'must be letters, digits, spaces and . _ - ( ), and not begin with chn_',
  );

const common = { tenantId: tenantId.optional(), name, enabled: z.boolean().default(true) };

export const saveChannel = z
  .discriminatedUnion('type', [
    z.strictObject({ ...common, type: z.literal('slack'), config: channelConfigs.slack }),
    z.strictObject({ ...common, type: z.literal('email'), config: channelConfigs.email }),
    z.strictObject({ ...common, type: z.literal('sns'), config: channelConfigs.sns }),
    z.strictObject({ ...common, type: z.literal('webhook'), config: channelConfigs.webhook }),
    z.strictObject({ ...common, type: z.literal('eventbridge'), config: channelConfigs.eventbridge }),
  ])
  .meta({
    id: 'SaveNotificationChannel',
    example: {
      name: 'Security in Slack',
      type: 'slack',
      config: { webhookUrl: 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX' },
    },
  });
export type SaveChannel = z.output<typeof saveChannel>;

export const changeChannel = z
  .strictObject({
    tenantId: tenantId.optional(),
    name: name.optional(),
    type: z.enum(channelTypes).optional().describe('Cannot be changed'),
    config: z
      .record(z.string().max(64), z.unknown())
      .optional()
      .describe('Fields of it that are left out stay, secrets as well'),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'ChangeNotificationChannel', example: { enabled: false } });
export type ChangeChannel = z.output<typeof changeChannel>;

export const channelAnswer = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    name: z.string(),
    type: z.enum(channelTypes),
    config: z
      .record(z.string(), z.unknown())
      .describe('Without what is secret; of an address that is, the host'),
    hasSecret: z.boolean(),
    secretHint: z.string().nullable().describe('The last four characters of it'),
    enabled: z.boolean(),
    origin: z
      .enum(['api', 'environment'])
      .describe('environment: variables of the service say where it leads'),
    pausedAt: z.date().nullable().describe('Nothing is sent since then, as nothing would arrive'),
    pausedReason: z.string().nullable(),
    createdBy: z.string(),
    savedBy: z.string(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: 'NotificationChannel' });
export type ChannelAnswer = z.output<typeof channelAnswer>;
export const channelList = pageOf(channelAnswer);

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');
export const channelQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  type: z.enum(channelTypes).optional(),
  enabled: yesOrNo.optional(),
});
export type ChannelQuery = z.output<typeof channelQuery>;

export const testChannel = z
  .strictObject({
    tenantId: tenantId.optional(),
    channel: z.string().trim().min(1).max(128).describe('Its id or name'),
  })
  .meta({ id: 'TestNotificationChannel', example: { channel: 'slack' } });
export type TestChannel = z.output<typeof testChannel>;

export const channelTrial = z
  .object({
    ok: z.boolean(),
    channelId: z.string(),
    deliveryId: z.string().describe('As the receiver was given it'),
    providerId: z.string().nullable().describe('What the receiver calls the message'),
    error: z.string().nullable().describe('What the receiver said'),
    wouldRetry: z.boolean().describe('false with an error: it is refused for good'),
  })
  .meta({ id: 'NotificationChannelTrial' });
export type ChannelTrial = z.output<typeof channelTrial>;
