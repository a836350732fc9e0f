export { EventsModule } from './events.module.js';
export {
  assessmentCompleted,
  complianceRemediated,
  errorRateHigh,
  patchApproved,
  patchInstalled,
  remediationCompleted,
} from './facts.js';
