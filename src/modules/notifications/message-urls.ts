import { Injectable } from '@nestjs/common';
import type { LinkTarget, Message } from './domain/message.js';
import { LinkUrls } from './link-urls.js';
import type { Dispatch } from './senders/dispatch.js';

const keyOf = ({ kind, id, action, personalLinkId }: LinkTarget): string =>
  JSON.stringify([kind, id, action, personalLinkId]);

/** Makes the addresses of a message's links before it is written out. */
@Injectable()
export class MessageUrls {
  constructor(private readonly links: LinkUrls) {}

  async of(tenantId: string, message: Message): Promise<Dispatch['urls']> {
    const found = new Map<string, string>();
    for (const to of targetsOf(message)) {
      const url = await this.links.urlOf(tenantId, to);
      if (url !== undefined) found.set(keyOf(to), url);
    }
    return (to) => found.get(keyOf(to));
  }
}

/** What it links to, and the scan and findings that its tables are about. */
function targetsOf({ links, scan }: Message): LinkTarget[] {
  const open = (kind: LinkTarget['kind'], id: string): LinkTarget => ({
    ...{ kind, id, action: 'open', personalLinkId: null },
  });
  const ofScan =
    scan === null
      ? []
      : [open('scan', scan.scanId), ...scan.top.map(({ findingId }) => open('finding', findingId))];
  return [...links.map(({ to }) => to), ...ofScan];
}
