export { Storage, type Stored } from './storage.js';
export { StorageModule } from './storage.module.js';
