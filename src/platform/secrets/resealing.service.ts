import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import { figure, Logger } from '../telemetry/index.js';
import { KeyRing } from './key-ring.js';
import { type NewSealed, type SealedText, SealedStore } from './resealing.store.js';
import { type SealedColumn, sealedColumns } from './sealed-columns.js';
import { nameIn, type SecretKey, SecretUnreadable } from './secret-key.js';
import { SecretsJournal } from './secrets-journal.js';
import { SecretKeyStore } from './secrets.store.js';

/** Texts of one transaction. */
const BATCH = 50;

const leftOver = figure(
  'shepherd_secrets_sealed_with_older_keys',
  'Secrets that are not yet sealed with the current key',
);

export interface Resealed {
  resealed: number;
  /** Sealed with a key that this process has not got, or changed by somebody: they have to be given anew. */
  unreadable: number;
}

/** Seals anew what older keys have sealed, until those keys are not needed any more. */
@Injectable()
export class Resealing {
  constructor(
    private readonly keys: KeyRing,
    private readonly store: SealedStore,
    private readonly records: SecretKeyStore,
    private readonly journal: SecretsJournal,
    private readonly logger: Logger,
  ) {}

  /** Safe to repeat, to be broken off, and to run in several processes at once: each text changes at most once. */
  async run(): Promise<Resealed> {
    const sum: Resealed = { resealed: 0, unreadable: 0 };
    // where nothing was ever sealed there is no key, and none has to be made
    if ((await this.records.all()).current === undefined) return sum;
    const key = await this.keys.newest();
    for (const column of sealedColumns())
      if (!(await this.#column(column, key, sum))) return this.#overtaken(key, sum);
    const left = await this.#settle(key);
    if (sum.resealed > 0 || sum.unreadable > 0)
      this.logger.info('Secrets were sealed anew', { ...sum, left, key: key.name });
    if (sum.unreadable > 0)
      this.logger.error('Secrets were sealed with a key that is not here: give it back, or them anew', {
        unreadable: sum.unreadable,
      });
    return sum;
  }

  /** Another process has put a newer key in its place meanwhile: the next run follows that one. */
  #overtaken(key: SecretKey, sum: Resealed): Resealed {
    this.logger.info('The key of secrets was replaced while they were sealed anew', {
      ...{ resealed: sum.resealed, key: key.name },
    });
    return sum;
  }

  /** False where the key is the current one no more: then nothing is sealed with it any more. */
  async #column(column: SealedColumn, key: SecretKey, sum: Resealed): Promise<boolean> {
    let after: readonly string[] | undefined;
    for (;;) {
      const texts = await this.store.older(column, key.name, after, BATCH);
      const anew: NewSealed[] = [];
      for (const text of texts) {
        const sealed = await this.#anew(column, text, key);
        if (sealed === undefined) sum.unreadable += 1;
        else anew.push({ ...text, anew: sealed });
      }
      const replaced = await this.store.replace(column, anew, key.checkValue, (tx, texts) =>
        this.#note(tx, texts, key, column),
      );
      if (replaced === undefined) return false;
      sum.resealed += replaced;
      after = texts.at(-1)?.keys;
      if (texts.length < BATCH) return true;
    }
  }

  /** Undefined where it cannot be opened. @throws Error where the key cannot be had now */
  async #anew(
    column: SealedColumn,
    { keys, sealed }: SealedText,
    key: SecretKey,
  ): Promise<string | undefined> {
    const context = column.context(...keys);
    try {
      const old = await this.keys.named(nameIn(sealed));
      return old && key.seal(old.open(sealed, context), context);
    } catch (error) {
      if (error instanceof SecretUnreadable) return undefined;
      throw error;
    }
  }

  /** One entry for each tenant. */
  async #note(
    tx: Tx,
    replaced: readonly NewSealed[],
    key: SecretKey,
    { table }: SealedColumn,
  ): Promise<void> {
    for (const tenantId of new Set(replaced.map((text) => text.tenantId))) {
      const texts = replaced.filter((text) => text.tenantId === tenantId);
      const older = [...new Set(texts.map(({ sealed }) => nameIn(sealed)))];
      await this.journal.write(tx, {
        ...{ tenantId, action: 'secrets.resealed', targetType: 'secret_key', targetId: key.name },
        before: { keys: older },
        after: { key: key.name, of: table, count: texts.length },
      });
    }
  }

  async #settle(key: SecretKey): Promise<number> {
    const counts = await this.store.counts(sealedColumns());
    await this.records.settle([...counts.keys()]);
    const left = [...counts].reduce((sum, [name, count]) => sum + (name === key.name ? 0 : count), 0);
    leftOver.set({}, left);
    return left;
  }
}
