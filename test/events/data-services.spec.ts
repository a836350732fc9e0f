import { describe, expect, it } from '@jest/globals';
import { here, judgedFrom } from '../support/judged-events.js';

describe('events of ECR', () => {
  const judged = judgedFrom('ecr.amazonaws.com');
  const repository = `${here('ecr')}:repository/team/app`;

  it.each([
    ['CreateRepository', { repositoryName: 'team/app' }, 'created'],
    ['SetRepositoryPolicy', { repositoryName: 'team/app', policyText: '{}' }, 'changed'],
    ['PutImageTagMutability', { repositoryName: 'team/app' }, 'changed'],
    ['DeleteLifecyclePolicy', { repositoryName: 'team/app' }, 'changed'],
    ['TagResource', { resourceArn: repository }, 'changed'],
    ['DeleteRepository', { repositoryName: 'team/app', force: true }, 'deleted'],
  ])('%s: the repository', (name, request, change) => {
    expect(judged(name, request).resources).toEqual([`${change} ${repository}`]);
  });

  it('looks at every repository when the registry scans otherwise', () => {
    const { resources, relatedAll, reason } = judged('PutRegistryScanningConfiguration', {
      scanType: 'ENHANCED',
    });
    expect({ resources, relatedAll, reason }).toEqual({
      resources: [],
      relatedAll: [{ all: 'AWS::ECR::Repository', scope: 'region' }],
      reason: 'described',
    });
  });

  it('has nothing to do with images', () => {
    expect(judged('PutImage', { repositoryName: 'team/app' }).resources).toEqual([]);
  });
});

describe('events of DynamoDB', () => {
  const judged = judgedFrom('dynamodb.amazonaws.com');
  const table = `${here('dynamodb')}:table/orders`;

  it.each([
    ['CreateTable', { tableName: 'orders' }, 'created'],
    ['RestoreTableFromBackup', { targetTableName: 'orders', backupArn: `${table}x/backup/1` }, 'created'],
    ['ImportTable', { tableCreationParameters: { tableName: 'orders' } }, 'created'],
    ['UpdateTable', { tableName: table }, 'changed'],
    ['UpdateContinuousBackups', { tableName: 'orders' }, 'changed'],
    ['UpdateTimeToLive', { tableName: 'orders' }, 'changed'],
    ['EnableKinesisStreamingDestination', { tableName: 'orders', streamArn: 's' }, 'changed'],
    ['PutResourcePolicy', { resourceArn: table }, 'changed'],
    ['TagResource', { resourceArn: table }, 'changed'],
    ['DeleteTable', { tableName: 'orders' }, 'deleted'],
  ])('%s: the table', (name, request, change) => {
    expect(judged(name, request).resources).toEqual([`${change} ${table}`]);
  });

  it('does not take a stream or a backup for the table', () => {
    expect(judged('PutResourcePolicy', { resourceArn: `${table}/stream/2026` }).resources).toEqual([]);
    expect(judged('DeleteBackup', { backupArn: `${table}/backup/1` })).toMatchObject({
      resources: [`deleted ${table}/backup/1`],
      types: [null],
    });
  });
});

describe('events of EFS', () => {
  const judged = judgedFrom('elasticfilesystem.amazonaws.com');
  const fileSystem = `${here('elasticfilesystem')}:file-system/fs-0a1`;

  it.each([
    ['CreateFileSystem', { creationToken: 't' }, { fileSystemId: 'fs-0a1' }, 'created'],
    ['CreateMountTarget', { fileSystemId: 'fs-0a1', subnetId: 's' }, { mountTargetId: 'm' }, 'changed'],
    ['CreateAccessPoint', { fileSystemId: 'fs-0a1' }, { accessPointId: 'fsap-1' }, 'changed'],
    ['PutBackupPolicy', { fileSystemId: fileSystem }, null, 'changed'],
    ['TagResource', { resourceId: 'fs-0a1' }, null, 'changed'],
    ['DeleteFileSystem', { fileSystemId: 'fs-0a1' }, null, 'deleted'],
  ])('%s: the file system', (name, request, response, change) => {
    expect(judged(name, request, response).resources).toEqual([`${change} ${fileSystem}`]);
  });

  it('looks at all where the call does not say whose mount target it is', () => {
    const { resources, relatedAll } = judged('DeleteMountTarget', { mountTargetId: 'fsmt-1' });
    expect({ resources, relatedAll }).toEqual({
      resources: [],
      relatedAll: [{ all: 'AWS::EFS::FileSystem', scope: 'region' }],
    });
  });

  it('tells an access point apart', () => {
    expect(judged('UntagResource', { resourceId: 'fsap-1' })).toMatchObject({
      resources: [`changed ${here('elasticfilesystem')}:access-point/fsap-1`],
      types: [null],
    });
  });
});
