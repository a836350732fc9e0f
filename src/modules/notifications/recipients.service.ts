import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { TenantSettingsService } from '../access/index.js';
import { AllowedTargets } from './allowed-targets.service.js';
import { Channels, type ChannelView } from './channels.service.js';
import type { Recipient } from './domain/destination.js';
import { accountsIn, namedTarget } from './domain/rules/named-target.js';
import type { ChannelChoice } from './domain/rules/rule.js';
import { isOfFixedPurpose } from './fixed-rules.js';

/** Whom a tenant can tell, as one transaction sees it. */
export interface Reachable {
  channels: ChannelView[];
  allowedDomains: readonly string[];
  accounts: AskedAccounts;
}

/** AWS accounts of topics that were asked for: what forbids them, undefined where nothing does. */
export type AskedAccounts = ReadonlyMap<string, string | undefined>;

/** Somebody who was named, or why he is not told. */
export type Named = { recipients: Recipient[] } | { refused: string };

/** Finds whom rules and names mean. */
@Injectable()
export class Recipients {
  constructor(
    private readonly channels: Channels,
    private readonly settings: TenantSettingsService,
    private readonly allowed: AllowedTargets,
  ) {}

  /** What forbids the accounts that targets are in; to be asked before a transaction, as AWS may be asked for it. */
  async accountsOf(tenantId: string, targets: readonly string[]): Promise<AskedAccounts> {
    const asked = new Map<string, string | undefined>();
    for (const accountId of accountsIn(targets))
      asked.set(accountId, await this.allowed.accountProblem(tenantId, accountId));
    return asked;
  }

  async reachable(tx: Tx, tenantId: string, accounts: AskedAccounts): Promise<Reachable> {
    const channels = await this.channels.of(tx, tenantId);
    const { allowedNotificationDomains } = await this.settings.settingsIn(tx, tenantId);
    return { channels, allowedDomains: allowedNotificationDomains, accounts };
  }
}

const to = ({ id }: ChannelView): Recipient => ({ channelId: id });

/** Channels of a rule that may be told. One that is paused is told when it is mended. */
export const chosen = ({ channels }: Reachable, choice: ChannelChoice): Recipient[] =>
  channels
    .filter((one) => one.enabled && (choice === 'all' ? !isOfFixedPurpose(one) : choice.includes(one.id)))
    .map(to);

/** Whom a name means: a channel by id or name, all of a type (`slack`), an email address, an SNS topic. */
export function named(reachable: Reachable, text: string): Named {
  const target = namedTarget(text);
  switch (target.type) {
    case 'email': {
      if (!reachable.allowedDomains.includes(target.domain))
        return { refused: `${target.domain} is not one of the tenant's allowedNotificationDomains` };
      return { recipients: [{ target: { type: 'email', to: target.to } }] };
    }
    case 'sns': {
      const { accounts } = reachable;
      if (!accounts.has(target.accountId)) return { refused: 'its account was not asked for' };
      const problem = accounts.get(target.accountId);
      if (problem !== undefined) return { refused: problem };
      return { recipients: [{ target: { type: 'sns', topicArn: target.topicArn } }] };
    }
    case 'channel':
      return namedChannel(reachable, target.name);
  }
}

function namedChannel({ channels }: Reachable, name: string): Named {
  const usable = channels.filter((one) => !isOfFixedPurpose(one));
  const same = (one: ChannelView) => one.id === name || one.name.toLowerCase() === name.toLowerCase();
  const exact = usable.filter(same);
  const ofType = usable.filter(({ type }) => type === name.toLowerCase());
  // whoever has switched off the channel `slack` of the environment means the other ones
  const meant = exact.some(({ enabled }) => enabled)
    ? exact
    : [...exact, ...ofType.filter((one) => !exact.includes(one))];
  if (meant.length === 0) return { refused: 'there is no such channel' };
  const enabled = meant.filter((one) => one.enabled);
  return enabled.length === 0 ? { refused: 'the channel is disabled' } : { recipients: enabled.map(to) };
}
