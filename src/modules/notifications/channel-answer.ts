import type { ChannelAnswer } from './channels.schemas.js';
import type { ChannelRow } from './channels.store.js';

/** A channel as the API shows it. */
export function channelAnswerOf(row: ChannelRow): ChannelAnswer {
  const { id, tenantId, name, type, config, secret, secretHint, enabled, environmentKey } = row;
  const { pausedAt, pausedReason, createdBy, savedBy, createdAt, updatedAt } = row;
  return {
    ...{
      id,
      tenantId,
      name,
      type,
      config,
      hasSecret: secret !== null || secretHint !== null,
      secretHint,
      enabled,
    },
    origin: environmentKey === null ? 'api' : 'environment',
    ...{ pausedAt, pausedReason, createdBy, savedBy, createdAt, updatedAt },
  };
}

/** What the audit log keeps of it. */
export const channelFacts = ({ name, type, config, enabled, secretHint, pausedReason }: ChannelRow) => ({
  ...{ name, type, config, enabled, secretHint, pausedReason },
});
