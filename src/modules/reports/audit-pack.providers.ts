import type { Provider } from '@nestjs/common';
import { AuditPackEvidence } from './audit-pack-evidence.service.js';
import { AuditPackGenerating } from './audit-pack-generating.service.js';
import { AuditPackInitializing } from './audit-pack-initializing.service.js';
import { AuditPackStore } from './audit-pack.store.js';
import { AuditPackTask } from './audit-pack.task.js';
import { KmsSigning } from './aws/kms-signing.js';
import { SigningKeys } from './signing-keys.service.js';
import { SigningKeyStore } from './signing-keys.store.js';

/** What makes audit packs. */
export const auditPacks: Provider[] = [
  ...[AuditPackTask, AuditPackInitializing, AuditPackEvidence, AuditPackGenerating, AuditPackStore],
  ...[SigningKeys, SigningKeyStore, KmsSigning],
];
