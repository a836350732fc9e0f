import type { Provider } from '@nestjs/common';
import { Approvers } from './approvers.service.js';
import { LinkPeople } from './link-people.js';
import { LinkSigning } from './link-signing.js';
import { LinkVisits } from './link-visits.service.js';
import { LinksProcessor } from './links.processor.js';
import { Links } from './links.service.js';
import { LinkStore } from './links.store.js';

export const links: Provider[] = [
  ...[Links, Approvers],
  ...[LinkVisits, LinkPeople, LinkSigning, LinkStore, LinksProcessor],
];
