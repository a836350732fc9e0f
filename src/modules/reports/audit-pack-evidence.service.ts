import { Injectable } from '@nestjs/common';
import { EvidenceSources, type EvidencePart, type EvidenceSource } from '../../platform/evidence/index.js';
import { Storage } from '../../platform/storage/index.js';
import { TaskFailure, type TaskContext } from '../../platform/tasks/index.js';
import type { Collected, CollectedSource, Pack } from './domain/pack/pack.js';
import { collectSource, keyOf } from './evidence-collecting.js';
import { rowsOf } from './evidence-lines.js';

type Row = Readonly<Record<string, unknown>>;

/** The evidence of a pack, from the modules that have it to where it waits to be packed. */
@Injectable()
export class AuditPackEvidence {
  constructor(
    private readonly sources: EvidenceSources,
    private readonly storage: Storage,
  ) {}

  /** What a pack has, in the order of the files. */
  of({ includeEvidence }: Pick<Pack, 'includeEvidence'>): EvidenceSource[] {
    return this.sources.all.filter(({ isDetail }) => includeEvidence || isDetail !== true);
  }

  /** Another attempt writes the same files again. */
  async collect(pack: Pack, part: EvidencePart, { signal, logger }: TaskContext): Promise<Collected> {
    const sources: CollectedSource[] = [];
    for (const source of this.of(pack)) {
      if (source.part !== part) continue;
      sources.push(await collectSource(source, pack, this.storage, signal));
      logger.info('Evidence was collected', { reportId: pack.reportId, name: source.name });
    }
    return { part, sources };
  }

  /** @throws TaskFailure where it is gone: the pack is then to be made anew */
  async *rows(pack: Pack, name: string): AsyncGenerator<Row, void> {
    yield* rowsOf(await this.open(pack, name));
  }

  /** @throws TaskFailure where it is gone */
  async open(pack: Pack, name: string) {
    const file = await this.storage.getStream(keyOf(pack, name));
    if (file === undefined)
      throw new TaskFailure(
        'NOT_FOUND',
        `The evidence ${name} of ${pack.reportId} is gone: start the workflow again`,
      );
    return file;
  }

  /** Those that the first page shows; null: it shows none of this kind. */
  async shown(pack: Pack, { name, shows }: EvidenceSource): Promise<Row[] | null> {
    if (shows === undefined) return null;
    const rows: Row[] = [];
    for await (const row of this.rows(pack, name)) {
      const fits = Object.entries(shows.only ?? {}).every(([field, values]) =>
        values.includes(String(row[field])),
      );
      if (fits) rows.push(row);
      if (rows.length === shows.take) break;
    }
    return rows;
  }

  /** Nothing of it is needed any more. */
  async discard(pack: Pack): Promise<void> {
    for (const { name } of this.sources.all) await this.storage.delete(keyOf(pack, name));
  }
}
