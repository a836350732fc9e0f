import { once, EventEmitter } from 'node:events';
import type { Page } from 'playwright-core';

/**
 * The next request of a page to such an address waits until it is let go.
 * @returns what resolves once it is under way, and what lets it go
 */
export async function heldBack(page: Page, address: string | RegExp) {
  const gate = new EventEmitter();
  const [isAsked, isReleased] = [once(gate, 'asked'), once(gate, 'released')];
  await page.route(
    address,
    async (route) => {
      gate.emit('asked');
      await isReleased;
      await route.continue();
    },
    { times: 1 },
  );
  return { isAsked, release: () => gate.emit('released') };
}
