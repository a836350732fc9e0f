import type { Provider } from '@nestjs/common';
import { AwsOrganization } from '../aws/aws-organization.js';
import { DiscoveryRun } from './discovery-run.service.js';
import { DiscoveryState } from './discovery-state.service.js';
import { DiscoveryProcessor } from './discovery.processor.js';
import { DiscoveryService } from './discovery.service.js';
import { DiscoveryStore } from './discovery.store.js';
import { FoundAccounts } from './found-accounts.service.js';
import { FoundVerification } from './found-verification.service.js';
import { Organization } from './organization.js';

export const discovery: Provider[] = [
  { provide: Organization, useClass: AwsOrganization },
  ...[DiscoveryService, DiscoveryRun, DiscoveryState, FoundAccounts, FoundVerification],
  ...[DiscoveryStore, DiscoveryProcessor],
];
