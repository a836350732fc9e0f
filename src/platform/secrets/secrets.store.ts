import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';

/** What the database may know of the key in use. */
export interface KeyRecord {
  checkValue: string;
  /** Of a data key of KMS; null: the key comes from the environment, or from a file. */
  wrappedKey: string | null;
  kmsKeyArn: string | null;
}

const ID = 'current';
const columns = { checkValue: true, wrappedKey: true, kmsKeyArn: true } as const;

@Injectable()
export class SecretKeyStore {
  constructor(private readonly database: Database) {}

  /** Undefined while nothing was ever sealed. */
  async find(): Promise<KeyRecord | undefined> {
    const row = await this.database.acrossTenants('secrets of all tenants are sealed with one key', (tx) =>
      tx.secretKey.findUnique({ where: { id: ID }, select: columns }),
    );
    return row ?? undefined;
  }

  /** Keeps what is there: of processes that seal for the first time at once, all get the record of the first. */
  async record(record: KeyRecord): Promise<KeyRecord> {
    return this.database.acrossTenants('the first secret of any tenant names the key', async (tx) => {
      await tx.secretKey.createMany({ data: [{ id: ID, ...record }], skipDuplicates: true });
      return tx.secretKey.findUniqueOrThrow({ where: { id: ID }, select: columns });
    });
  }
}
