import { both, changed, created, deleted, each, kind, nothing, rules } from '../rule.js';

const certificateAt = kind(
  'AWS::CertificateManager::Certificate',
  'arn:{partition}:acm:{region}:{account}:certificate/{}',
);
const certificate = certificateAt('request.certificateArn');
const answered = certificateAt('response.certificateArn');
const certificateChanged = changed(certificate);

const tagged = changed(certificateAt('request.resourceArn'));

const ACME = [
  ...['CreateAcmeEndpoint', 'UpdateAcmeEndpoint', 'DeleteAcmeEndpoint', 'RevokeAcmeAccount'],
  ...['CreateAcmeDomainValidation', 'UpdateAcmeDomainValidation', 'DeleteAcmeDomainValidation'],
  ...['Create', 'Revoke', 'Delete'].map((verb) => `${verb}AcmeExternalAccountBinding`),
];

/** Certificate Manager (service-authorization/latest/reference/list_awscertificatemanager.html). */
export const acmRules = [
  rules('acm.amazonaws.com', {
    RequestCertificate: created(answered),
    // an import that names a certificate renews that one
    ImportCertificate: both(certificateChanged, created(answered)),
    RenewCertificate: certificateChanged,
    RevokeCertificate: certificateChanged,
    UpdateCertificateOptions: certificateChanged,
    DeleteCertificate: deleted(certificate),
    AddTagsToCertificate: certificateChanged,
    RemoveTagsFromCertificate: certificateChanged,
    TagResource: tagged,
    UntagResource: tagged,
    ResendValidationEmail: nothing('an email'),
    ExportCertificate: nothing('a read'),
    PutAccountConfiguration: nothing('when ACM tells of an expiry'),
    ...each(ACME, nothing('how certificates are ordered')),
  }),
];
