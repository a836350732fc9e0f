import { Injectable } from '@nestjs/common';
import type { Aws } from '../../platform/aws/index.js';
import { Config } from '../../platform/config/index.js';
import { AwsCalls, CallFailed } from './aws/aws-calls.js';
import { call } from './domain/call.js';
import { entranceRefusal } from './failure-words.js';

/** An account as the role for changes sees it, or why nobody gets in. */
export type Entrance = { aws: Aws; roleName: string } | { refusal: string };

const WHO_AM_I = call('sts', 'GetCallerIdentity', {});

/** Enters accounts by the role for changes, and finds out whether that works before anything depends on it. */
@Injectable()
export class Entrances {
  constructor(
    private readonly calls: AwsCalls,
    private readonly config: Config,
  ) {}

  /** Each account and region once, for as long as what it gives back is kept. */
  forRun(tenantId: string, sessionName: string): (accountId: string, region: string) => Promise<Entrance> {
    const known = new Map<string, Promise<Entrance>>();
    return (accountId, region) => {
      const key = `${accountId} ${region}`;
      const entrance = known.get(key) ?? this.#enter(tenantId, accountId, region, sessionName);
      known.set(key, entrance);
      return entrance;
    };
  }

  async #enter(tenantId: string, accountId: string, region: string, sessionName: string): Promise<Entrance> {
    const roleName = this.config.get('REMEDIATION_ROLE_NAME');
    try {
      const aws = await this.calls.enter(tenantId, accountId, region, sessionName);
      // the role is assumed with the first call: this one needs no permission
      await this.calls.make(aws, WHO_AM_I, {});
      return { aws, roleName };
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      return { refusal: entranceRefusal(error, accountId, roleName) };
    }
  }
}
