import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FixCatalog, ReportedFixes, type KnownFix } from '../reports/index.js';
import { KnownFixes } from './known-fixes.js';

/** Tells recommendations of reports what can be fixed here. */
@Injectable()
export class FixesForReports extends FixCatalog implements OnModuleInit {
  constructor(
    private readonly reported: ReportedFixes,
    private readonly fixes: KnownFixes,
  ) {
    super();
  }

  onModuleInit(): void {
    this.reported.connect(this);
  }

  override fixOf(controlId: string): KnownFix | undefined {
    const fix = this.fixes.forControl(controlId);
    return fix && { fixId: fix.id, reversible: fix.loses === undefined };
  }
}
