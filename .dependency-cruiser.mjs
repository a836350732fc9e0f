/** The house rules of docs/architecture.md, each under its own name. */
const libraries = {
  nest: '^node_modules/@nestjs/',
  prisma: '^node_modules/(@prisma/|pg/)',
  client: '^src/platform/database/client/',
  queue: '^node_modules/(bullmq|ioredis)/',
  aws: '^node_modules/(@aws-sdk|@smithy)/',
};

export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: ['^src/(asl|shared)/', '^src/modules/[^/]+/domain/'], pathNot: '\\.spec\\.ts$' },
      to: {
        path: [
          libraries.nest,
          libraries.prisma,
          libraries.client,
          libraries.queue,
          libraries.aws,
          '^src/platform/',
          '\\.(service|store)\\.ts$',
        ],
      },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: ['^src/(asl|shared)/', '^src/modules/[^/]+/domain/'], pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(crypto|events)$' },
    },
    {
      name: 'entry-points-skip-no-layer',
      severity: 'error',
      from: { path: '\\.(controller|processor|poller)\\.ts$' },
      to: { path: ['\\.store\\.ts$', '^src/modules/[^/]+/aws/', '^src/platform/aws/'] },
    },
    {
      name: 'nothing-imports-an-entry-point',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.module\\.ts$', '\\.providers\\.ts$', '\\.spec\\.ts$'] },
      to: { path: '\\.(controller|processor|poller)\\.ts$' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/(platform|shared)/' },
      to: { path: '^src/modules/' },
    },
    {
      name: 'features-meet-at-index',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'features-meet-at-index',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/modules/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'notifications-is-a-sink',
      severity: 'error',
      from: { path: '^src/modules/notifications/' },
      to: { path: '^src/modules/', pathNot: '^src/modules/(notifications|access)/' },
    },
    {
      name: 'aws-sdk-only-in-adapters',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/platform/aws/', '^src/platform/[^/]+/aws/', '^src/modules/[^/]+/aws/'],
      },
      to: { path: libraries.aws },
    },
    {
      name: 'queue-library-only-in-platform',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/queue/' },
      to: { path: libraries.queue },
    },
    {
      name: 'database-only-in-stores',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.store\\.ts$', '^src/platform/database/', '\\.spec\\.ts$'] },
      to: { path: [libraries.prisma, libraries.client] },
    },
    { name: 'no-circular', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    { name: 'resolves', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/platform/database/client/.+/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
