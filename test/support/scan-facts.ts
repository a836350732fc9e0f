import { Injectable, Module } from '@nestjs/common';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import {
  scanCompleted,
  violationsDetected,
  vulnerabilitiesDetected,
  vulnerabilityScanCompleted,
} from '../../src/modules/scanning/index.js';
import { eventually } from './app.js';

type Told = Fact<{ scanId: string }>;

/** Hears what scans tell. */
@Injectable()
export class ScanFacts {
  readonly #heard = new Map<string, object>();

  @Subscribes(scanCompleted, 'test-scans')
  async completed({ payload }: Told): Promise<void> {
    this.#heard.set(`scan.completed ${payload.scanId}`, payload);
  }

  @Subscribes(violationsDetected, 'test-scans')
  async violations({ payload }: Told): Promise<void> {
    this.#heard.set(`violations.detected ${payload.scanId}`, payload);
  }

  @Subscribes(vulnerabilitiesDetected, 'test-scans')
  async vulnerabilities({ payload }: Told): Promise<void> {
    this.#heard.set(`vulnerabilities.detected ${payload.scanId}`, payload);
  }

  @Subscribes(vulnerabilityScanCompleted, 'test-scans')
  async vulnerabilityScan({ payload }: Told): Promise<void> {
    this.#heard.set(`vulnerability-scan.completed ${payload.scanId}`, payload);
  }

  /** What was told of a scan by now. */
  heard(fact: string, scanId: string): object | undefined {
    return this.#heard.get(`${fact} ${scanId}`);
  }

  of(fact: string, scanId: string): Promise<object> {
    return eventually(async () => this.heard(fact, scanId));
  }
}

@Module({ providers: [ScanFacts] })
export class ScanFactsModule {}
