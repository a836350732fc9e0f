# Three parts: the packages that run, the build, and the image that holds what comes of both.
# The image has no embedded PostgreSQL: set DATABASE_URL.
# A release pins the base by its digest: npm run pin-base (docs/releasing.md).

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# no package that runs has a script that it needs; the optional ones are the embedded PostgreSQL and speed-ups
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund
# but for the one that draws charts: it is made for each kind of machine
RUN npm install --no-save --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
    "@resvg/resvg-js-linux-$(node -p process.arch)-gnu@$(node -p "require('@resvg/resvg-js/package.json').version")"

FROM node:24-slim AS build
WORKDIR /app
# Prisma works from WASM here: this keeps it from fetching an engine that nothing uses
ENV PRISMA_SCHEMA_ENGINE_BINARY=/bin/true
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json nest-cli.json .swcrc prisma.config.ts ./
COPY prisma ./prisma
COPY scripts ./scripts
COPY src ./src
COPY client ./client
COPY web ./web
# the page shows it to who adds an account
COPY deploy/templates/member.yaml ./deploy/templates/
RUN npm run build

FROM packages AS tree
COPY LICENSE ./
COPY prisma ./prisma
COPY --from=build /app/dist ./dist
COPY --from=build /app/web/dist ./web/dist
COPY scripts/image /image
RUN node /image/sbom.mjs /app \
 && node /image/prune.mjs /app \
 && node /image/check.mjs /app \
 && du -sm /app && test "$(du -sm /app | cut -f1)" -lt 250
# The only place that is written to; a named volume takes over its owner. /tmp may be a tmpfs.
RUN install -d -m 0700 -o 1000 -g 1000 /writable/data

# No step from here on runs anything, and nothing that runs later needs a shell: a base with Node alone will do.
FROM node:24-slim
WORKDIR /app
# HOME: a base without a list of users tells none, and the AWS SDK asks for it
ENV NODE_ENV=production HOME=/home/node HOST=0.0.0.0 PORT=8084 DATA_DIR=/data
# glibc gives freed memory back; without these a scan holds some 100 MB more than it uses (docs/operations.md)
ENV MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 MALLOC_MMAP_THRESHOLD_=65536 NODE_OPTIONS=--max-semi-space-size=16
COPY --from=tree --chown=1000:1000 /writable/data /data
COPY --from=tree /app ./
VOLUME /data
# the user node of the base; by number, so that it can be told from root without a look into the image
USER 1000:1000
EXPOSE 8084
# Answers from the moment on when database and migrations are ready; ROLE=worker answers it too.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# the base's entry point is a script for a shell
ENTRYPOINT []
CMD ["node", "dist/main.js"]
ARG VERSION=dev REVISION=unknown
LABEL org.opencontainers.image.title="Compliance Shepherd" \
      org.opencontainers.image.description="Watches and repairs AWS accounts" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="docker.io/library/node:24-slim" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
