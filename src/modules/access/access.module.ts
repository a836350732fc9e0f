import { Global, Module } from '@nestjs/common';
import { Authenticator, AwsProbe, Journal, Sessions } from '../../platform/http/index.js';
import { SecretsJournal } from '../../platform/secrets/index.js';
import { AccessEvidence } from './access-evidence.store.js';
import { AccountVerificationService } from './account-verification.service.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { AccountStore } from './accounts.store.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { ApiKeyStore } from './api-keys.store.js';
import { AuditLogController } from './audit-log.controller.js';
import { AuditLog } from './audit-log.service.js';
import { AuditStore } from './audit-log.store.js';
import { AuditedSecrets } from './audited-secrets.js';
import { AuditStates } from './audit-states.store.js';
import { AccountVerifier } from './aws/account-verifier.js';
import { AccountHealthStore } from './account-health.store.js';
import { AwsPart } from './aws.health.js';
import { AmbientIdentity } from './aws/ambient-identity.js';
import { AmbientProbe } from './aws/aws-probe.js';
import { BootstrapKey } from './bootstrap-key.js';
import { DiscoveryController } from './discovery/discovery.controller.js';
import { discovery } from './discovery/discovery.providers.js';
import { KeyAuthenticator } from './key-authenticator.js';
import { KeyUse } from './key-use.js';
import { KnownKeys } from './known-keys.js';
import { LockNotes } from './lock-notes.js';
import { Approvers } from './links/approvers.service.js';
import { LinksController } from './links/links.controller.js';
import { links } from './links/links.providers.js';
import { Links } from './links/links.service.js';
import { AccessRetention } from './retention.store.js';
import { sessions } from './sessions/sessions.providers.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SecretKeysController } from './secret-keys.controller.js';
import { SecretRotation } from './secret-rotation.service.js';
import { TenantSettingsService } from './tenant-settings.service.js';
import { TenantsController } from './tenants.controller.js';
import { TenantsService } from './tenants.service.js';
import { TenantStore } from './tenants.store.js';

/** Who may do what: tenants, keys, AWS accounts, the audit log. Global, as platform/http asks it of every request. */
@Global()
@Module({
  controllers: [
    TenantsController,
    ApiKeysController,
    DiscoveryController, // before accounts/:id, which would take it for an id
    AccountsController,
    AuditLogController,
    LinksController,
    SecretKeysController,
    SessionsController,
  ],
  providers: [
    BootstrapKey,
    { provide: Authenticator, useClass: KeyAuthenticator },
    KnownKeys,
    KeyUse,
    LockNotes,
    { provide: AwsProbe, useClass: AmbientProbe },
    { provide: SecretsJournal, useClass: AuditedSecrets },
    AmbientIdentity,
    AccountVerifier,
    TenantsService,
    TenantSettingsService,
    TenantStore,
    ApiKeysService,
    ApiKeyStore,
    AccountsService,
    AccountVerificationService,
    AccountStore,
    AuditLog,
    { provide: Journal, useExisting: AuditLog },
    AuditStore,
    ...[AwsPart, AccountHealthStore, SecretRotation],
    ...[AuditStates, AccessEvidence, AccessRetention],
    ...links,
    ...discovery,
    ...sessions,
  ],
  exports: [
    SecretsJournal,
    Journal,
    AmbientIdentity,
    Authenticator,
    Sessions,
    AwsProbe,
    BootstrapKey,
    AuditLog,
    AuditStates,
    AccountsService,
    TenantSettingsService,
    ...[Links, Approvers],
  ],
})
export class AccessModule {}
