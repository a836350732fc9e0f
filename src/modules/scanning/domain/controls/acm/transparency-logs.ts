import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { acmCertificate } from '../../resources/acm/certificate.js';

export const transparencyLogs = control({
  id: 'acm_certificates_transparency_logs_enabled',
  on: acmCertificate,
  severity: 'medium',
  class: 'security',
  title: 'ACM certificate is not logged for certificate transparency',
  risk: 'Browsers refuse a public certificate that is in no log, and one that was issued by fraud goes unseen.',
  remediation: {
    text: 'Turn the certificate’s transparency logging on (UpdateCertificateOptions); it takes effect when the certificate is renewed or issued anew.',
    url: 'https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html',
  },
  needs: ['transparencyLogging'],
  decide: ({ kind, status, transparencyLogging }) => {
    const evidence = { kind, status, transparencyLogging };
    // the authority of an imported certificate logs it, or not; a private one is nobody else's business
    if (kind !== 'AMAZON_ISSUED') return notApplicable(evidence);
    if (transparencyLogging === null) return undecided('AWS gave no logging preference', evidence);
    return (transparencyLogging === 'ENABLED' ? pass : fail)(evidence);
  },
});
