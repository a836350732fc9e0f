import { describe, expect, it } from '@jest/globals';
import type { Database } from '../../platform/database/index.js';
import type { AccountsService } from '../access/index.js';
import type { ResourceRefresh } from '../scanning/index.js';
import { EventOwners } from './event-owners.js';

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe('the owners of accounts', () => {
  it('are not forgotten while those of others are asked for', async () => {
    const asked: string[][] = [];
    const accounts = {
      ownersOf: async (accountIds: readonly string[]) => {
        asked.push([...accountIds]);
        if (accountIds.includes('slow')) await pause(300);
        return new Map(accountIds.filter((one) => one !== 'nobody').map((one) => [one, `tenant of ${one}`]));
      },
    };
    const owners = new EventOwners(
      accounts as unknown as AccountsService,
      {} as unknown as Database,
      {} as unknown as ResourceRefresh,
    );
    expect(await owners.of(['a', 'nobody'])).toEqual(new Map([['a', 'tenant of a']]));
    await pause(1_850); // of the two seconds for which it is known
    expect(await owners.of(['a', 'slow', 'a', 'nobody'])).toEqual(
      new Map([
        ['a', 'tenant of a'],
        ['slow', 'tenant of slow'],
      ]),
    );
    expect(asked).toEqual([['a', 'nobody'], ['slow']]);
  });
});
