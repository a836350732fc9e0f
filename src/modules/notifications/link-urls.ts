import type { LinkTarget } from './domain/message.js';

/** Makes addresses of what messages link to, when they are sent. */
export abstract class LinkUrls {
  /** Undefined where the service does not know its own address (PUBLIC_URL). */
  abstract urlOf(tenantId: string, to: LinkTarget): Promise<string | undefined>;
}
