import { newId } from '../../../src/shared/ids.js';

type Row = [table: string, row: Record<string, unknown>];

/** A look into the organization that has ended, and an account that it found. */
export function discoveryRows(mark: string, accountId: string): Row[] {
  const id = newId('dsc');
  return [
    [
      'account_discoveries',
      {
        ...{ id, status: 'completed', dry_run: true, external_id: mark, organization_id: mark },
        ...{ requested_by: mark, requested_by_key: mark, accounts_total: 1, ended_at: new Date() },
      },
    ],
    [
      'discovered_accounts',
      {
        ...{ discovery_id: id, account_id: accountId, name: mark, state: 'ACTIVE' },
        ...{ outcome: 'registered', message: mark },
      },
    ],
  ];
}
