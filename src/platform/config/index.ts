export { Config, ConfigError, readConfig, type Variables } from './config.js';
export { ConfigModule } from './config.module.js';
export { serviceVersion } from './version.js';
