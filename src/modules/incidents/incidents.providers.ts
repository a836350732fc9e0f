import type { Provider } from '@nestjs/common';
import { AgreedContaining } from './agreed-containing.service.js';
import { VolumeSnapshots } from './aws/volume-snapshots.js';
import { ContainingEnds } from './containing-ends.service.js';
import { IncidentClosing } from './incident-closing.service.js';
import { IncidentContaining } from './incident-containing.service.js';
import { IncidentPackEvidence } from './incident-evidence-pack.store.js';
import { IncidentEvidence } from './incident-evidence.service.js';
import { IncidentEvidenceStore } from './incident-evidence.store.js';
import { IncidentExecutions } from './incident-executions.service.js';
import { IncidentFigures } from './incident-figures.js';
import { IncidentNotesStore } from './incident-notes.store.js';
import { IncidentOpening } from './incident-opening.service.js';
import { IncidentPermission } from './incident-permission.service.js';
import { IncidentPlans } from './incident-plans.service.js';
import { IncidentPreparing } from './incident-preparing.service.js';
import { IncidentReading } from './incident-reading.service.js';
import { IncidentReleasing } from './incident-releasing.service.js';
import { IncidentReports } from './incident-reports.service.js';
import { IncidentRequests } from './incident-requests.service.js';
import { IncidentResources } from './incident-resources.service.js';
import { IncidentResponseTask } from './incident-response.task.js';
import { IncidentSnapshots } from './incident-snapshots.service.js';
import { IncidentSteps } from './incident-steps.service.js';
import { IncidentTold } from './incident-told.service.js';
import { IncidentWork } from './incident-work.service.js';
import { IncidentLink } from './incident.link.js';
import { IncidentStore } from './incident.store.js';
import { IncidentsProcessor } from './incidents.processor.js';
import { IncidentsService } from './incidents.service.js';
import { RequestParts } from './request-parts.service.js';
import { ResponseContainment } from './response-containment.service.js';
import { ResponseSteps } from './response-steps.service.js';

const stores = [IncidentStore, IncidentNotesStore, IncidentEvidenceStore, IncidentPackEvidence];
const evidence = [
  ...[IncidentEvidence, IncidentSnapshots, IncidentPreparing, IncidentPermission, VolumeSnapshots],
  IncidentResources,
];
const containment = [
  IncidentLink,
  IncidentPlans,
  IncidentWork,
  IncidentContaining,
  IncidentReleasing,
  ContainingEnds,
];
const requests = [
  ...[IncidentsService, IncidentReading, IncidentReports, IncidentRequests, RequestParts],
  ...[IncidentClosing, IncidentsProcessor],
];
const workflow = [
  ...[IncidentResponseTask, IncidentOpening, IncidentSteps, ResponseSteps, ResponseContainment],
  ...[IncidentTold, IncidentFigures, IncidentExecutions, AgreedContaining],
];

export const incidents: Provider[] = [...stores, ...evidence, ...containment, ...requests, ...workflow];
