import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { SecretUnreadable } from '../../platform/secrets/index.js';
import { AppError } from '../../shared/app-error.js';
import { ChannelChecks } from './channel-checks.service.js';
import { ChannelSecrets } from './channel-secrets.js';
import { ChannelStore, type ChannelRow } from './channels.store.js';
import type { DirectTarget } from './domain/destination.js';
import { EnvironmentTargets, environmentKeys, isEnvironmentKey } from './environment-targets.js';
import type { Destination } from './senders/dispatch.js';
import { type Outgoing, SendFailure } from './sending.js';

/** Finds where a message goes, and whether it still may. */
@Injectable()
export class Destinations {
  constructor(
    private readonly database: Database,
    private readonly store: ChannelStore,
    private readonly secrets: ChannelSecrets,
    private readonly checks: ChannelChecks,
    private readonly environment: EnvironmentTargets,
  ) {}

  /** @throws SendFailure */
  async of({ tenantId, recipient, message }: Outgoing): Promise<{ to: Destination; tenantName: string }> {
    const { row, tenantName } = await this.database.withTenant(tenantId, async (tx) => ({
      row: 'channelId' in recipient ? await this.store.find(tx, tenantId, recipient.channelId) : undefined,
      tenantName: await this.store.tenantName(tx, tenantId),
    }));
    if ('target' in recipient) {
      const isPersonal = message.links.some(({ to }) => to.personalLinkId !== null);
      return { to: await this.#direct(tenantId, recipient.target, isPersonal), tenantName };
    }
    if (row === undefined) throw new SendFailure('refused', 'The channel was deleted');
    return { to: await this.#channel(row), tenantName };
  }

  async #channel(row: ChannelRow): Promise<Destination> {
    const { tenantId, id, type, environmentKey: key } = row;
    if (isEnvironmentKey(key)) {
      const target = this.environment.of(key);
      if (target === undefined) throw new SendFailure('dead', `${environmentKeys[key]} is not set`);
      return { ...target, channelId: id, isOperators: true };
    }
    const whole = await this.secrets.whole(row).catch((error: unknown) => {
      if (!(error instanceof SecretUnreadable))
        throw new SendFailure('retry', String((error as Error).message));
      throw new SendFailure('dead', 'The secret of the channel cannot be read: give it anew (PUT)');
    });
    const target = { ...this.checks.parse(type, whole), channelId: id, isOperators: false };
    const problem = await this.#problem(tenantId, target);
    if (problem !== undefined) throw new SendFailure('dead', problem);
    return target;
  }

  /** A personal link goes to whom the service itself has found by their key: no setting names their domains. */
  async #direct(tenantId: string, target: DirectTarget, isPersonal: boolean): Promise<Destination> {
    const direct = { channelId: null, isOperators: false };
    const to: Destination =
      target.type === 'email'
        ? { type: 'email', config: { to: [target.to] }, ...direct }
        : { type: 'sns', config: { topicArn: target.topicArn }, ...direct };
    if (target.type === 'email' && isPersonal) return to;
    const problem = await this.#problem(tenantId, to);
    if (problem !== undefined) throw new SendFailure('refused', problem);
    return to;
  }

  async #problem(tenantId: string, to: Destination): Promise<string | undefined> {
    return this.checks.problem(tenantId, to).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'UNAVAILABLE')
        throw new SendFailure('retry', error.message);
      throw error;
    });
  }
}
