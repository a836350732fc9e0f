export { clockTime } from './clock-time.js';
export { Database, type Statement, type Tx } from './database.js';
export { DatabaseModule } from './database.module.js';
export { isOutage } from './outage.js';
export { Prisma } from './client/client.js';
export { whenBack } from './when-back.js';
export { prepareDatabase, type PreparedDatabase } from './prepare.js';
