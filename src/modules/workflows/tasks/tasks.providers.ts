import { ExecutionOwners } from './execution-owners.js';
import { FindingsStorageTask } from './findings-storage.js';
import { IncidentStarts } from './incident-starts.js';
import { Incidents } from './incidents.js';
import { MicroserviceScanTasks } from './microservice-scans.js';
import { MonitoringPass } from './monitoring-pass.js';
import { MonitoringTask } from './monitoring.js';
import { NextScan } from './next-scan.js';
import { NotificationsTask } from './notifications.js';
import { ScanBeginnings } from './scan-beginnings.js';
import { ScanCleanup } from './scan-cleanup.js';
import { ScanEnvironmentTask } from './scan-environment.js';
import { ScanReports } from './scan-reports.js';
import { ScanWaits } from './scan-waits.js';
import { TaskExecutionStore } from './task-executions.store.js';

/** What the tasks of our own definitions are done by. */
export const definitionTasks = [
  ...[ScanEnvironmentTask, ScanBeginnings, ScanWaits, ScanReports, ScanCleanup],
  ...[FindingsStorageTask, NotificationsTask, MicroserviceScanTasks],
  ...[MonitoringTask, NextScan, MonitoringPass, Incidents, IncidentStarts],
  ...[ExecutionOwners, TaskExecutionStore],
];
