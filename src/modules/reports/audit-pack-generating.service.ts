import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config, serviceVersion } from '../../platform/config/index.js';
import type { TaskContext } from '../../platform/tasks/index.js';
import { Clock } from '../../shared/clock.js';
import { AuditPackEvidence } from './audit-pack-evidence.service.js';
import { packPage } from './domain/pack/index-page.js';
import { manifestOf, type PackChain } from './domain/pack/manifest.js';
import { titleOf, type Collected, type CollectedSource, type Pack } from './domain/pack/pack.js';
import { readmeText } from './domain/pack/readme.js';
import type { PackView, ViewedSource } from './domain/pack/view.js';
import { csvOf, inPieces } from './evidence-lines.js';
import { packArchive, type PackEntry } from './pack-archive.js';
import { packPdf } from './pack-pdf.js';
import { ReportWriting, type NewReport, type SavedReport } from './report-writing.service.js';
import { SigningKeys } from './signing-keys.service.js';

type Files = NewReport['files'];

/** Makes files of evidence that was collected, a row at a time. */
@Injectable()
export class AuditPackGenerating {
  readonly #version: string;

  constructor(
    private readonly evidence: AuditPackEvidence,
    private readonly reports: ReportWriting,
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    config: Config,
  ) {
    this.#version = serviceVersion(config);
  }

  /** Another attempt writes the same report again. */
  async generate(
    pack: Pack,
    parts: readonly Collected[],
    { execution, signal }: TaskContext,
    createdBy: string,
  ): Promise<SavedReport> {
    const found = new Map(parts.flatMap(({ sources }) => sources).map((one) => [one.name, one]));
    const view = await this.#view(pack, found);
    const files = await this.#files(view, signal);
    return this.reports.save(pack.tenantId, {
      ...{ reportId: pack.reportId, kind: 'audit-pack', title: titleOf(pack), subject: pack.auditType },
      ...{ executionId: execution?.id ?? null, createdBy, files },
      details: {
        ...{ from: pack.from, to: pack.to, includeEvidence: pack.includeEvidence, format: pack.format },
        auditLog: chainOf(view),
        rows: Object.fromEntries(view.sources.map(({ name, collected }) => [name, collected.rows])),
      },
    });
  }

  async #view(pack: Pack, found: ReadonlyMap<string, CollectedSource>): Promise<PackView> {
    const sources: ViewedSource[] = [];
    for (const source of this.evidence.of(pack)) {
      const collected = found.get(source.name);
      if (collected === undefined) continue; // a newer version of the service took over between the steps
      const { name, title, about, columns, tally: tallyOf = [] } = source;
      const shown = await this.evidence.shown(pack, source);
      sources.push({ ...{ name, title, about, columns, tallyOf, collected, shown } });
    }
    const hasFiles = pack.format === 'zip' || pack.format === 'comprehensive';
    return { pack, version: this.#version, sources, hasFiles };
  }

  async #files(view: PackView, signal: AbortSignal): Promise<Files> {
    const { format } = view.pack;
    const page = { format: 'html', contentType: 'text/html; charset=utf-8' } as const;
    const paper = { format: 'pdf', contentType: 'application/pdf' } as const;
    const archive = { format: 'zip', contentType: 'application/zip' } as const;
    const html = () => Buffer.from(packPage({ ...view, hasFiles: false }));
    const pdf = () => Readable.from(packPdf(view));
    if (format === 'html') return [{ ...page, content: html() }];
    if (format === 'pdf') return [{ ...paper, content: pdf() }];
    const zip = { ...archive, content: await this.#archive(view, signal) };
    return format === 'zip' ? [zip] : [zip, { ...page, content: html() }, { ...paper, content: pdf() }];
  }

  async #archive(view: PackView, signal: AbortSignal): Promise<Readable> {
    const { pack } = view;
    const text = (name: string, content: () => string): PackEntry => ({
      name,
      open: () => Promise.resolve(Readable.from([content()])),
    });
    const entries: PackEntry[] = [
      text('README.txt', () => readmeText(pack, view.sources)),
      ...view.sources.flatMap((source) => this.#data(pack, source)),
      ...(pack.format === 'comprehensive'
        ? [
            { name: 'summary.pdf', open: () => Promise.resolve(packPdf(view)) },
            text('index.html', () => packPage(view)),
          ]
        : []),
    ].map(({ open, ...entry }: PackEntry) => ({
      ...entry,
      open: () => {
        signal.throwIfAborted();
        return open();
      },
    }));
    return packArchive({
      ...{ entries, signer: await this.keys.of(pack.tenantId), signedAt: this.clock.now() },
      manifest: (files) => manifestOf(pack, this.#version, chainOf(view), files),
    });
  }

  #data(pack: Pack, { name, columns, collected: { rows } }: ViewedSource): PackEntry[] {
    const table = () => inPieces(csvOf(this.evidence.rows(pack, name), columns));
    return [
      { name: `data/${name}.jsonl`, rows, open: () => this.evidence.open(pack, name) },
      { name: `data/${name}.csv`, rows, open: () => Promise.resolve(table()) },
    ];
  }
}

function chainOf({ sources }: PackView): PackChain | null {
  for (const { name, collected } of sources)
    if (collected.chain !== null)
      return { file: `data/${name}.jsonl`, entries: collected.rows, ...collected.chain };
  return null;
}
