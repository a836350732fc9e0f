import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AccessModule } from './modules/access/index.js';
import { EventsModule } from './modules/events/index.js';
import { IncidentsModule } from './modules/incidents/index.js';
import { NotificationsModule } from './modules/notifications/index.js';
import { OperationsModule } from './modules/operations/index.js';
import { PatchingModule } from './modules/patching/index.js';
import { RemediationModule } from './modules/remediation/index.js';
import { ReportsModule } from './modules/reports/index.js';
import { ScanningModule } from './modules/scanning/index.js';
import { SchedulesModule } from './modules/schedules/index.js';
import { WorkflowsModule } from './modules/workflows/index.js';
import { AwsModule } from './platform/aws/aws.module.js';
import { type Config, ConfigModule } from './platform/config/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { EmfModule } from './platform/emf/index.js';
import { EvidenceModule } from './platform/evidence/index.js';
import { HttpModule } from './platform/http/index.js';
import { LinksModule } from './platform/links/index.js';
import { OutboxModule } from './platform/outbox/index.js';
import { QueueModule } from './platform/queue/index.js';
import { RetentionModule } from './platform/retention/index.js';
import { SandboxModule } from './platform/sandbox/index.js';
import { SecretsModule } from './platform/secrets/index.js';
import { StorageModule } from './platform/storage/index.js';
import { TasksModule } from './platform/tasks/index.js';
import { TelemetryModule } from './platform/telemetry/index.js';
import { WatchModule } from './platform/watch/index.js';

/** The only place that lists every module. */
@Module({})
export class AppModule {
  /** @param alone this process has the database to itself (the embedded one) */
  static with(config: Config, databaseUrl: string, alone = false): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        TelemetryModule,
        DatabaseModule.at(databaseUrl),
        QueueModule.on(databaseUrl, alone),
        OutboxModule,
        TasksModule,
        LinksModule,
        EvidenceModule,
        EmfModule,
        RetentionModule,
        SandboxModule,
        AwsModule,
        SecretsModule,
        StorageModule,
        WatchModule,
        HttpModule,
        ScheduleModule.forRoot(),
        AccessModule,
        ScanningModule,
        ReportsModule,
        SchedulesModule,
        WorkflowsModule,
        EventsModule,
        RemediationModule,
        IncidentsModule,
        PatchingModule,
        NotificationsModule,
        OperationsModule,
      ],
    };
  }
}
