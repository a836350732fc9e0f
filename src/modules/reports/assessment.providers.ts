import type { Provider } from '@nestjs/common';
import { AssessmentBuilding, AssessmentSources } from './assessment-building.service.js';
import { AssessmentGuidance } from './assessment-guidance.service.js';
import { AssessmentHistory } from './assessment-history.service.js';
import { AssessmentStore } from './assessment.store.js';
import { AssessmentWriting } from './assessment-writing.service.js';
import { Bedrock } from './aws/bedrock.js';
import { ComplianceAssessmentTask } from './compliance-assessment.task.js';
import { ReportedFixes } from './known-fixes.js';
import { LanguageModel } from './language-model.js';

/** What assesses a framework and writes it down. */
export const assessments: Provider[] = [
  ...[ComplianceAssessmentTask, AssessmentBuilding, AssessmentSources, AssessmentHistory],
  ...[AssessmentWriting, AssessmentStore, AssessmentGuidance, ReportedFixes],
  { provide: LanguageModel, useClass: Bedrock },
];
