import { Injectable } from '@nestjs/common';
import { WakeQueue } from './wake-queue.js';

/** Serves one request; `next` is called with an error, or where there is no such page. */
export type ServePage<Request, Response> = (
  request: Request,
  response: Response,
  next: (error?: unknown) => void,
) => void;

/**
 * Bull Board: pages that show the queue. It only looks: rows are the truth, and what is changed in the queue is lost or
 * made up for. Its libraries are loaded when somebody first looks.
 */
@Injectable()
export class QueueBoard {
  #pages: Promise<unknown> | undefined;

  constructor(private readonly queue: WakeQueue) {}

  /** @param basePath where its pages are; the requests that it is given have their paths from there on */
  pages<Request, Response>(basePath: string): Promise<ServePage<Request, Response>> {
    this.#pages ??= this.#build(basePath).catch((error: unknown) => {
      this.#pages = undefined;
      throw error;
    });
    return this.#pages as Promise<ServePage<Request, Response>>;
  }

  async #build(basePath: string): Promise<unknown> {
    const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
      import('@bull-board/api'),
      import('@bull-board/api/bullMQAdapter'),
      import('@bull-board/express'),
    ]);
    const serverAdapter = new ExpressAdapter().setBasePath(basePath);
    const description = 'Wake-ups for jobs. The rows of jobs are the truth: see /dead-letters and /health.';
    createBullBoard({
      queues: this.queue.shown.map(
        (queue) =>
          new BullMQAdapter(queue as never, { readOnlyMode: true, allowRetries: false, description }),
      ),
      serverAdapter,
      options: {
        uiConfig: {
          boardTitle: 'Compliance Shepherd',
          pollingInterval: { forceInterval: 5 },
        },
      },
    });
    const app = serverAdapter.getRouter() as { disable: (name: string) => void };
    app.disable('x-powered-by');
    return app;
  }
}
