import type { PlaceWork } from './place-units.js';
import type { FoundPage, PageWriter } from './page-writer.js';

/** What is written at once, at least: small pages of several services share a transaction. */
const ROWS = 300;

/** Gathers pages of a place until they are worth a transaction. */
export class PageBuffer {
  #pages: FoundPage[] = [];
  #rows = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly work: PlaceWork,
    private readonly writer: PageWriter,
  ) {}

  /** Waits while there is enough to write, so that no more is read than can be written. */
  async add(page: FoundPage): Promise<void> {
    if (page.configurations.length === 0) return;
    this.#pages.push(page);
    this.#rows += page.configurations.length;
    if (this.#rows >= ROWS) await this.flush();
  }

  async flush(): Promise<void> {
    const before = this.#writing;
    this.#writing = (async () => {
      await before;
      const pages = this.#pages;
      if (pages.length === 0) return;
      this.#pages = [];
      this.#rows = 0;
      const judged = await this.writer.judged(this.work.attempt.tenantId, pages);
      await this.work.write((tx) => this.writer.writeAll(tx, judged));
    })();
    await this.#writing;
  }
}
