import { Readable } from 'node:stream';
import type { EvidenceRow, EvidenceSource } from '../../platform/evidence/index.js';
import type { Storage } from '../../platform/storage/index.js';
import { chainNext, chainStart, withHash } from './domain/pack/chain.js';
import type { CollectedSource, Pack } from './domain/pack/pack.js';
import { worded } from './domain/pack/view.js';
import { inPieces } from './evidence-lines.js';

/** More kinds than these are counted together. */
const MOST_KINDS = 12;
const OTHERS = '(others)';

/** Where the evidence of a pack lies until it is packed. */
export const keyOf = ({ tenantId, reportId }: Pick<Pack, 'tenantId' | 'reportId'>, name: string): string =>
  `${tenantId}/packs/${reportId}/${name}.jsonl`;

/** Writes one kind of evidence as JSON lines, in bounded memory; again gives the same. */
export async function collectSource(
  source: EvidenceSource,
  pack: Pack,
  storage: Storage,
  signal: AbortSignal,
): Promise<CollectedSource> {
  const { tenantId } = pack;
  const window = {
    from: source.isChained === true ? new Date(0) : new Date(pack.from),
    ...{ to: new Date(pack.to), framework: pack.framework?.id ?? null },
  };
  const counts = new Counts(source);
  const rows = source.rows(tenantId, window, signal);
  const chain = source.isChained === true ? new Chain(tenantId, new Date(pack.from)) : undefined;
  async function* lines() {
    for await (const row of rows) {
      const line = chain === undefined ? JSON.stringify(row) : chain.next(row);
      if (line === undefined) continue;
      counts.add(row);
      yield `${line}\n`;
    }
  }
  const stored = await storage.putStream(keyOf(pack, source.name), Readable.from(inPieces(lines())), {
    contentType: 'application/x-ndjson',
  });
  return { name: source.name, ...counts.result, ...stored, chain: chain?.result ?? null };
}

/** Hashes entries one after the other; those before the window are not shown. */
class Chain {
  #hash: string;
  #previous: string;
  #before = 0;

  constructor(
    tenantId: string,
    private readonly from: Date,
  ) {
    this.#hash = this.#previous = chainStart(tenantId);
  }

  next(row: EvidenceRow): string | undefined {
    const entry = JSON.stringify(row);
    this.#hash = chainNext(this.#hash, entry);
    if ((row['at'] as Date) >= this.from) return withHash(entry, this.#hash);
    this.#before += 1;
    this.#previous = this.#hash;
    return undefined;
  }

  get result() {
    return { previous: this.#previous, head: this.#hash, entriesBefore: this.#before };
  }
}

class Counts {
  #rows = 0;
  readonly #kinds = new Map<string, { values: string[]; rows: number }>();

  constructor(private readonly source: EvidenceSource) {}

  add(row: EvidenceRow): void {
    this.#rows += 1;
    const { tally } = this.source;
    if (tally === undefined) return;
    const values = tally.map((field) => worded(row[field]));
    const key = JSON.stringify(values);
    const isKnown = this.#kinds.has(key) || this.#kinds.size < MOST_KINDS;
    const kind = this.#kinds.get(isKnown ? key : OTHERS) ?? { values: isKnown ? values : [OTHERS], rows: 0 };
    this.#kinds.set(isKnown ? key : OTHERS, { ...kind, rows: kind.rows + 1 });
  }

  get result(): Pick<CollectedSource, 'rows' | 'tally'> {
    return { rows: this.#rows, tally: [...this.#kinds.values()].sort((a, b) => b.rows - a.rows) };
  }
}
