export { sealedColumn } from './sealed-columns.js';
export { SecretKeysService, type SecretKeysState } from './secret-keys.service.js';
export { SecretUnreadable } from './secret-key.js';
export { SecretsJournal, type SecretsChange } from './secrets-journal.js';
export { Secrets } from './secrets.js';
export { SecretsModule } from './secrets.module.js';
