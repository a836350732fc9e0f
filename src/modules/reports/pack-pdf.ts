import { PassThrough } from 'node:stream';
import { titleOf } from './domain/pack/pack.js';
import { HOW_IT_IS_TOLD, HOW_TO_VERIFY } from './domain/pack/readme.js';
import {
  factsOf,
  shownColumns,
  talliesOf,
  worded,
  type PackView,
  type ViewedSource,
} from './domain/pack/view.js';
import { PdfDocument } from './pdf/pdf-document.js';

/** Longer values end so on paper; the files have all of them. */
const LONGEST = 120;

/** The summary of a pack on paper, while it is read. Of the same evidence it gives the same bytes. */
export async function* packPdf(view: PackView): AsyncGenerator<Buffer, void> {
  const output = new PassThrough();
  const writing = write(view, output).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  for await (const piece of output) yield piece as Buffer;
  await writing;
}

async function write(view: PackView, output: PassThrough): Promise<void> {
  const { pack } = view;
  const title = titleOf(pack);
  const document = await PdfDocument.open(output, {
    ...{ title, author: 'Compliance Shepherd', subject: `${pack.tenantId}, ${pack.from} to ${pack.to}` },
    ...{ writtenAt: new Date(pack.to), foot: `${title} · ${pack.tenantId}` },
  });
  document.heading(title);
  for (const [name, value] of factsOf(view)) document.text(`${name}: ${value}`, { size: 9.5 }, 2);
  document.heading('Contents', 2);
  await document.table(
    [
      { title: 'Evidence', share: 3, bold: true },
      { title: 'What is shown', share: 7, quiet: true },
      { title: 'Counted', share: 3 },
      { title: 'Rows', share: 1.2, align: 'right' },
    ],
    view.sources.map((source) => ({
      cells: [
        source.title,
        source.about,
        talliesOf(source, 4).join(' · '),
        source.collected.rows.toLocaleString('en-US'),
      ],
    })),
  );
  for (const source of view.sources) if ((source.shown ?? []).length > 0) await shown(document, source);
  document.heading('How it is told');
  for (const text of HOW_IT_IS_TOLD) document.text(text);
  document.heading('How to verify');
  for (const text of HOW_TO_VERIFY) document.text(text);
  await document.end();
}

async function shown(document: PdfDocument, source: ViewedSource): Promise<void> {
  const columns = shownColumns(source).slice(0, 7);
  document.heading(source.title);
  await document.table(
    columns.map((title) => ({ title, share: 1 })),
    (source.shown ?? []).map((row) => ({
      cells: columns.map((column) => {
        const text = worded(row[column]);
        return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
      }),
    })),
  );
}
