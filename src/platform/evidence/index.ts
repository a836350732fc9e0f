export {
  AuditEvidence,
  evidenceParts,
  type EvidenceMark,
  type EvidenceMethod,
  type EvidencePart,
  type EvidenceRow,
  type EvidenceWindow,
} from './evidence.js';
export { EvidenceModule } from './evidence.module.js';
export { EvidenceSources, type EvidenceSource } from './evidence-sources.js';
export { EVIDENCE_PAGE, inPages } from './in-pages.js';
