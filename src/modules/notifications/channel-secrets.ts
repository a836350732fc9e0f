import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Secrets } from '../../platform/secrets/index.js';
import { channelSecret, type ChannelRow } from './channels.store.js';
import { type ChannelTarget, keptConfig, wholeConfig } from './domain/channel-config.js';

type Keys = Pick<ChannelRow, 'tenantId' | 'id'>;
const fields = z.record(z.string(), z.unknown());

/** Splits configurations into what the database may show and what is sealed, and makes them whole again. */
@Injectable()
export class ChannelSecrets {
  constructor(private readonly secrets: Secrets) {}

  /** Not to be asked in a transaction: the first secret of all begins one of its own. */
  async keep(
    keys: Keys,
    target: ChannelTarget,
  ): Promise<Pick<ChannelRow, 'config' | 'secret' | 'secretHint'>> {
    const { shown, secret, hint } = keptConfig(target);
    const sealed = secret && (await this.secrets.seal(JSON.stringify(secret), channelSecret(keys)));
    return { config: shown, secret: sealed, secretHint: hint };
  }

  /** @throws SecretUnreadable; Error where the key cannot be had now */
  async whole(row: Keys & Pick<ChannelRow, 'config' | 'secret'>): Promise<Record<string, unknown>> {
    if (row.secret === null) return wholeConfig(row.config, null);
    const text = await this.secrets.open(row.secret, channelSecret(row));
    return wholeConfig(row.config, fields.parse(JSON.parse(text)));
  }
}
