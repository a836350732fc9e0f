import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';

/** What the database may know of a key. */
export interface KeyRecord {
  checkValue: string;
  /** Of a data key of KMS; null: the key comes from the environment, or from a file. */
  wrappedKey: string | null;
  kmsKeyArn: string | null;
}
export interface RetiredKey extends KeyRecord {
  retiredAt: Date;
  /** Since when nothing is sealed with it any more. */
  emptiedAt: Date | null;
}
export interface KeyRecords {
  /** Undefined while nothing was ever sealed. */
  current: (KeyRecord & { createdAt: Date }) | undefined;
  /** The newest first. */
  retired: readonly RetiredKey[];
}

const ID = 'current';
/** Links that a key has signed are good for 90 days. */
const KEPT_DAYS = 100;
const columns = { checkValue: true, wrappedKey: true, kmsKeyArn: true } as const;

@Injectable()
export class SecretKeyStore {
  constructor(private readonly database: Database) {}

  async all(): Promise<KeyRecords> {
    return this.database.acrossTenants('secrets of all tenants are sealed with one key', async (tx) => {
      const current = await tx.secretKey.findUnique({
        where: { id: ID },
        select: { ...columns, createdAt: true },
      });
      const retired = await tx.retiredSecretKey.findMany({ orderBy: { retiredAt: 'desc' } });
      return { current: current ?? undefined, retired };
    });
  }

  /** Keeps what is there: of processes that seal for the first time at once, all get the record of the first. */
  async record(record: KeyRecord): Promise<void> {
    await this.database.acrossTenants('the first secret of any tenant names the key', (tx) =>
      tx.secretKey.createMany({ data: [{ id: ID, ...record }], skipDuplicates: true }),
    );
  }

  /**
   * Puts a key in the place of another one, which retires. Of processes that do it at once the first one's key stays.
   * @param note is written in the same transaction
   */
  async replace(old: KeyRecord, next: KeyRecord, note: (tx: Tx) => Promise<void>): Promise<void> {
    await this.database.acrossTenants('a new key seals the secrets of all tenants', async (tx) => {
      const replaced = await tx.$executeRaw`
        UPDATE secret_keys SET check_value = ${next.checkValue}, wrapped_key = ${next.wrappedKey},
               kms_key_arn = ${next.kmsKeyArn}, created_at = app_now()
         WHERE id = ${ID} AND check_value = ${old.checkValue}`;
      if (replaced === 0) return;
      await tx.$executeRaw`
        INSERT INTO retired_secret_keys (check_value, wrapped_key, kms_key_arn)
        VALUES (${old.checkValue}, ${old.wrappedKey}, ${old.kmsKeyArn})`;
      await note(tx);
    });
  }

  /**
   * Notes which retired keys seal nothing any more, and forgets what KMS has wrapped of those that have not for long.
   * That they were retired is never forgotten: a process that still has an old one must not take it for a new one.
   * @param used names (SecretKey.name) of the keys that something is sealed with
   */
  async settle(used: readonly string[]): Promise<void> {
    await this.database.acrossTenants('keys of all tenants that seal nothing any more', async (tx) => {
      await tx.$executeRaw`
        UPDATE retired_secret_keys
           SET emptied_at = CASE WHEN left(check_value, 8) = ANY(${[...used]}::text[]) THEN NULL ELSE app_now() END
         WHERE (left(check_value, 8) = ANY(${[...used]}::text[])) = (emptied_at IS NOT NULL)`;
      await tx.$executeRaw`
        UPDATE retired_secret_keys SET wrapped_key = NULL
         WHERE wrapped_key IS NOT NULL AND emptied_at < app_now() - make_interval(days => ${KEPT_DAYS})`;
    });
  }
}
