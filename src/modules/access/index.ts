export { AccessModule } from './access.module.js';
export { AccountsService } from './accounts.service.js';
export { type RegisteredAccount } from './accounts.store.js';
export { AuditLog, type Actor, type Change } from './audit-log.service.js';
export { INSERT_AUDIT, type AuditEntry } from './audit-rows.js';
export { BootstrapKey } from './bootstrap-key.js';
export { defaultSettings, type TenantSettings } from './domain/settings.js';
export { tenantCreated } from './facts.js';
export { TenantSettingsService } from './tenant-settings.service.js';
