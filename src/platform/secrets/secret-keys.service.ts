import { Injectable } from '@nestjs/common';
import { conflict } from '../../shared/app-error.js';
import { KeyRing } from './key-ring.js';
import { KeySources } from './key-sources.js';
import { Resealing, type Resealed } from './resealing.service.js';
import { SealedStore } from './resealing.store.js';
import { sealedColumns } from './sealed-columns.js';
import { nameOf } from './secret-key.js';
import { type KeyRecord, type RetiredKey, SecretKeyStore } from './secrets.store.js';

export interface SecretKeysState {
  /** Null while nothing was ever sealed. */
  current: { key: string; kmsKeyArn: string | null; since: Date; secrets: number } | null;
  retired: {
    key: string;
    kmsKeyArn: string | null;
    retiredAt: Date;
    /** Since when nothing is sealed with it; null: it is still needed. */
    emptiedAt: Date | null;
    secrets: number;
    /** Whether this process has it. */
    isHere: boolean;
  }[];
  /** Secrets that are not sealed with the current key. */
  left: number;
  /** Of these: sealed with keys that nothing is known of. */
  lost: number;
}

/** What the platform sees of the keys of secrets, and how it has them replaced. */
@Injectable()
export class SecretKeysService {
  constructor(
    private readonly keys: KeyRing,
    private readonly sources: KeySources,
    private readonly records: SecretKeyStore,
    private readonly store: SealedStore,
    private readonly resealing: Resealing,
  ) {}

  async state(): Promise<SecretKeysState> {
    const { current, retired } = await this.records.all();
    const counts = await this.store.counts(sealedColumns());
    const of = ({ checkValue }: KeyRecord) => counts.get(nameOf(checkValue)) ?? 0;
    const shown = ({ checkValue, kmsKeyArn }: KeyRecord) => ({ key: nameOf(checkValue), kmsKeyArn });
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const left = current === undefined ? all : all - of(current);
    const known = retired.reduce((sum, record) => sum + of(record), 0);
    return {
      current:
        current === undefined ? null : { ...shown(current), since: current.createdAt, secrets: of(current) },
      retired: await Promise.all(
        retired.map(async (record: RetiredKey) => ({
          ...shown(record),
          retiredAt: record.retiredAt,
          emptiedAt: record.emptiedAt,
          secrets: of(record),
          isHere: await this.sources.has(record),
        })),
      ),
      left,
      lost: left - known,
    };
  }

  /**
   * Seals anew now what older keys have sealed.
   * @param newDataKey makes a new data key of KMS first
   * @throws AppError CONFLICT where the keys do not come from KMS
   */
  async rotate({ newDataKey }: { newDataKey: boolean }): Promise<Resealed & SecretKeysState> {
    if (newDataKey && this.sources.kmsKeyArn === undefined)
      throw conflict(
        'Only KMS makes new data keys: give a new SECRETS_KEY, and the old one as SECRETS_KEY_PREVIOUS',
      );
    if (newDataKey) await this.keys.renew();
    const done = await this.resealing.run();
    return { ...(await this.state()), ...done };
  }
}
