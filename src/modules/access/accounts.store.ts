import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';
import { Clock } from '../../shared/clock.js';
import type { Verification } from './domain/verification.js';

/** An AWS account that a tenant lets us read. */
export interface RegisteredAccount {
  id: string;
  tenantId: string;
  accountId: string;
  partition: string;
  name: string;
  roleArn: string | null;
  externalId: string | null;
  /** The platform key registered it without a role: our own credentials may read it, where they are its own. */
  ambient: boolean;
  /** null: all regions that are enabled in the account. */
  regions: string[] | null;
}

export interface AccountRow extends RegisteredAccount {
  verification: Verification | null;
  verifiedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export type AccountChange = Partial<
  Pick<AccountRow, 'partition' | 'name' | 'roleArn' | 'externalId' | 'ambient' | 'regions'>
> & {
  /** What was verified is no longer what is there. */
  forgetVerification?: boolean;
};

@Injectable()
export class AccountStore {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  /** The tenants of accounts, by account id. */
  async ownersOf(accountIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.acrossTenants('an event names an account, and that its tenant', (tx) =>
      tx.awsAccount.findMany({
        where: { accountId: { in: [...accountIds] } },
        select: { accountId: true, tenantId: true },
      }),
    );
    return new Map(rows.map(({ accountId, tenantId }) => [accountId, tenantId]));
  }

  /** Undefined when the account is registered: the unique index tells, whichever tenant it is. */
  async insert(tx: Tx, account: RegisteredAccount): Promise<AccountRow | undefined> {
    const rows = await tx.awsAccount.createManyAndReturn({
      data: { ...account, regions: json(account.regions) },
      skipDuplicates: true,
    });
    return rows[0] === undefined ? undefined : toAccount(rows[0]);
  }

  /** By our id, or by the account's own 12 digits. */
  async find(tx: Tx, tenantId: string, ref: string): Promise<AccountRow | undefined> {
    const row = await tx.awsAccount.findFirst({ where: { tenantId, ...byRef(ref) } });
    return row === null ? undefined : toAccount(row);
  }

  /** The same, for a change: who comes second waits, and sees what the first has written. */
  async findForUpdate(tx: Tx, tenantId: string, ref: string): Promise<AccountRow | undefined> {
    await tx.$queryRaw`
      SELECT id FROM aws_accounts WHERE tenant_id = ${tenantId} AND ${ref} IN (id, account_id) FOR UPDATE`;
    return this.find(tx, tenantId, ref);
  }

  async list(
    tx: Tx,
    tenantId: string,
    filter: {
      accountId?: string | undefined;
      refs?: readonly string[] | undefined;
      after?: string | undefined;
      take?: number | undefined;
    },
  ): Promise<AccountRow[]> {
    const { accountId, refs, after, take } = filter;
    const named =
      refs === undefined ? {} : { OR: [{ id: { in: [...refs] } }, { accountId: { in: [...refs] } }] };
    const rows = await tx.awsAccount.findMany({
      where: { tenantId, accountId, ...named, ...(after === undefined ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take,
    });
    return rows.map(toAccount);
  }

  async update(tx: Tx, tenantId: string, id: string, change: AccountChange): Promise<AccountRow> {
    const { regions, forgetVerification, ...rest } = change;
    const row = await tx.awsAccount.update({
      where: { id, tenantId },
      data: {
        ...rest,
        ...(regions === undefined ? {} : { regions: json(regions) }),
        ...(forgetVerification === true ? { verification: Prisma.DbNull, verifiedAt: null } : {}),
        updatedAt: this.clock.now(),
      },
    });
    return toAccount(row);
  }

  /** Undefined when the account was changed or removed since `seen` was read: it is not what was verified. */
  async saveVerification(
    tx: Tx,
    seen: AccountRow,
    verification: Verification,
  ): Promise<AccountRow | undefined> {
    const { id, tenantId, updatedAt } = seen;
    const rows = await tx.awsAccount.updateManyAndReturn({
      where: { id, tenantId, updatedAt },
      data: { verification: json(verification), verifiedAt: this.clock.now() },
    });
    return rows[0] === undefined ? undefined : toAccount(rows[0]);
  }

  async remove(tx: Tx, tenantId: string, id: string): Promise<void> {
    await tx.awsAccount.deleteMany({ where: { id, tenantId } });
  }
}

const byRef = (ref: string) => (/^\d{12}$/.test(ref) ? { accountId: ref } : { id: ref });

const json = (value: string[] | Verification | null) =>
  value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue);

function toAccount(row: Prisma.AwsAccountGetPayload<object>): AccountRow {
  const { regions, verification, ...rest } = row;
  return {
    ...rest,
    regions: regions as string[] | null,
    verification: verification as unknown as Verification | null,
  };
}
