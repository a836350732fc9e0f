import { framework, type Framework } from '../framework.js';
import { identity, logging, monitoring, network, numbered, storage } from './recommendations.js';

const about =
  'Hardening of an AWS account. A recommendation that asks for judgement stays manual, also where a control can fail it.';

const { cloudShell, ...identityBefore3 } = identity;
const identityTo20 = Object.values(identityBefore3);
const fullIdentity = [...identityTo20, cloudShell];
const databases = [storage.databaseEncryption, storage.databaseUpgrades, storage.databasePublic];

const trails3 = [
  logging.trail,
  logging.trailValidation,
  logging.config,
  logging.trailBucketLogging,
  logging.trailEncryption,
  logging.keyRotation,
  logging.flowLogs,
  logging.objectWrites,
  logging.objectReads,
];

const buckets3 = [
  storage.bucketTransport,
  storage.bucketMfaDelete,
  storage.bucketClassified,
  storage.bucketPublicAccess,
];

const { aclAdmin, groupAdminV4, groupAdminV6, defaultGroup, peeringRoutes, imdsV2, cifs } = network;
const network15 = [aclAdmin, groupAdminV4, groupAdminV6, defaultGroup, peeringRoutes];
const network3 = [...network15, imdsV2];

export const cis15: Framework = framework({
  id: 'cis-1.5',
  aliases: ['CIS_1_5', 'CIS-1.5.0'],
  name: 'CIS AWS Foundations Benchmark',
  version: '1.5.0',
  description: about,
  requirements: [
    ...numbered('Identity and access', '1', identityTo20),
    ...numbered('Storage', '2.1', [
      storage.bucketEncryption,
      storage.bucketTransport,
      storage.bucketMfaDelete,
      storage.bucketClassified,
      storage.bucketPublicAccess,
    ]),
    ...numbered('Storage', '2.2', [storage.volumeEncryption]),
    ...numbered('Storage', '2.3', databases),
    ...numbered('Storage', '2.4', [storage.fileEncryption]),
    ...numbered('Logging', '3', [
      logging.trail,
      logging.trailValidation,
      logging.trailBucketPublic,
      logging.trailToLogs,
      logging.config,
      logging.trailBucketLogging,
      logging.trailEncryption,
      logging.keyRotation,
      logging.flowLogs,
      logging.objectWrites,
      logging.objectReads,
    ]),
    ...numbered('Monitoring', '4', monitoring),
    ...numbered('Networking', '5', network15),
  ],
});

export const cis30: Framework = framework({
  id: 'cis-3.0',
  aliases: ['CIS', 'CIS_3_0', 'CIS-3.0.0'],
  name: 'CIS AWS Foundations Benchmark',
  version: '3.0.0',
  description: about,
  requirements: [
    ...numbered('Identity and access', '1', fullIdentity),
    ...numbered('Storage', '2.1', buckets3),
    ...numbered('Storage', '2.2', [storage.volumeEncryption]),
    ...numbered('Storage', '2.3', databases),
    ...numbered('Storage', '2.4', [storage.fileEncryption]),
    ...numbered('Logging', '3', trails3),
    ...numbered('Monitoring', '4', monitoring),
    ...numbered('Networking', '5', network3),
  ],
});

export const cis40: Framework = framework({
  id: 'cis-4.0',
  aliases: ['CIS_4_0', 'CIS-4.0.1'],
  name: 'CIS AWS Foundations Benchmark',
  version: '4.0.1',
  description: about,
  requirements: [
    ...numbered('Identity and access', '1', fullIdentity),
    ...numbered('Storage', '2.1', buckets3),
    ...numbered('Storage', '2.2', [...databases, storage.databaseZones]),
    ...numbered('Storage', '2.3', [storage.fileEncryption]),
    ...numbered('Logging', '3', trails3),
    ...numbered('Monitoring', '4', monitoring),
    ...numbered('Networking', '5.1', [storage.volumeEncryption, cifs]),
    ...numbered('Networking', '5', network3, 2),
  ],
});
