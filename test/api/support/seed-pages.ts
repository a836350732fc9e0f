import { Links } from '../../../src/modules/access/index.js';
import { LinkSigning } from '../../../src/modules/access/links/link-signing.js';
import { ReportWriting } from '../../../src/modules/reports/index.js';
import { SigningKeys } from '../../../src/modules/reports/signing-keys.service.js';
import { Database } from '../../../src/platform/database/index.js';
import { newId } from '../../../src/shared/ids.js';
import type { TestApp } from '../../support/app.js';

/** What a person was mailed, to decide an approval. */
export async function seedLink(app: TestApp, tenantId: string, subjectId: string): Promise<string> {
  const person = { owner: `approver@${tenantId}.test`, email: `approver@${tenantId}.test` };
  const expiresAt = new Date(Date.now() + 86_400_000);
  const asked = {
    tenantId,
    kind: 'approval' as const,
    subjectId,
    actions: ['approve' as const, 'reject' as const],
  };
  const linkId = await app.app
    .get(Database)
    .withTenant(tenantId, (tx) =>
      app.app.get(Links, { strict: false }).personal(tx, { ...asked, person, expiresAt }),
    );
  return app.app.get(LinkSigning, { strict: false }).sign({ type: 'personal', tenantId, linkId });
}

/** A report, and the key that packs of the tenant are signed with. */
export async function seedReport(app: TestApp, tenantId: string, mark: string): Promise<string> {
  const page = `<!doctype html><title>${mark}</title>`;
  await app.app.get(SigningKeys, { strict: false }).of(tenantId);
  const reportId = newId('rpt');
  await app.app.get(ReportWriting, { strict: false }).save(tenantId, {
    ...{ reportId, kind: 'scan', title: mark, subject: mark, executionId: null, createdBy: mark },
    files: [{ format: 'html', contentType: 'text/html', content: Buffer.from(page) }],
  });
  return reportId;
}
