export { deleteWhere, olderThanDays, Retains, type Sweep } from './retains.js';
export { RetentionModule } from './retention.module.js';
export { RetentionService } from './retention.service.js';
