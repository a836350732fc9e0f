import { Global, Module } from '@nestjs/common';
import { Authenticator, AwsProbe } from '../../platform/http/index.js';
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
import { AuditStates } from './audit-states.store.js';
import { AccountVerifier } from './aws/account-verifier.js';
import { AmbientIdentity } from './aws/ambient-identity.js';
import { AmbientProbe } from './aws/aws-probe.js';
import { BootstrapKey } from './bootstrap-key.js';
import { KeyAuthenticator } from './key-authenticator.js';
import { KeyUse } from './key-use.js';
import { KnownKeys } from './known-keys.js';
import { Approvers } from './links/approvers.service.js';
import { LinksController } from './links/links.controller.js';
import { links } from './links/links.providers.js';
import { Links } from './links/links.service.js';
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
    AccountsController,
    AuditLogController,
    LinksController,
  ],
  providers: [
    BootstrapKey,
    { provide: Authenticator, useClass: KeyAuthenticator },
    KnownKeys,
    KeyUse,
    { provide: AwsProbe, useClass: AmbientProbe },
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
    AuditStore,
    ...[AuditStates, AccessEvidence],
    ...links,
  ],
  exports: [
    AmbientIdentity,
    Authenticator,
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
