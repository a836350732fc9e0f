export {
  incidentAcknowledged,
  incidentClosed,
  incidentContained,
  incidentEscalated,
  incidentOpened,
  incidentReleased,
} from './facts.js';
export { IncidentsModule } from './incidents.module.js';
