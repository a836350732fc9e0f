export { EventsModule } from './events.module.js';
export {
  assessmentCompleted,
  errorRateHigh,
  patchApproved,
  patchInstalled,
  remediationCompleted,
} from './facts.js';
