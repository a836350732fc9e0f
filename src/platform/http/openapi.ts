import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { errorBody } from './error-body.js';

/**
 * Serves the OpenAPI document of the controllers' zod schemas at /docs and /docs-json. It is built when it is first asked
 * for: that takes as long as a fourth of the start, and memory that most processes never need.
 */
export function serveOpenApi(app: INestApplication, version: string): void {
  SwaggerModule.setup('docs', app, () => openApiOf(app, version), {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Compliance Shepherd API',
  });
}

function openApiOf(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Compliance Shepherd')
    .setDescription('Watches and repairs AWS accounts. Send an API key as `Authorization: Bearer KEY`.')
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'key')
    .addSecurityRequirements('key')
    .addGlobalResponse({ status: 'default', description: 'An error', standardSchema: errorBody })
    .build();
  const document = SwaggerModule.createDocument(app, config, { standardSchemaConverter: convert });
  markOptionalBodies(document);
  return document;
}

/** Nest calls every body required. A schema that takes undefined (it has a default) makes it optional. */
function markOptionalBodies(document: OpenAPIObject): void {
  const operations = Object.values(document.paths).flatMap(({ post, put, patch, delete: del }) => [
    post,
    put,
    patch,
    del,
  ]);
  for (const operation of operations) {
    const body = operation?.requestBody;
    if (body === undefined || '$ref' in body) continue;
    for (const { schema } of Object.values(body.content)) {
      if (schema === undefined || !(OPTIONAL in schema)) continue;
      delete schema[OPTIONAL];
      body.required = false;
    }
  }
}

const OPTIONAL = 'x-optional';

interface Converted {
  schema: unknown;
  components?: Record<string, unknown>;
}

/** zod 4 to OpenAPI 3.0; dates are ISO 8601 strings on the wire. */
function convert(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }): Converted | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const json = z.toJSONSchema(schema, {
    io: schemaType,
    target: 'openapi-3.0',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date')
        Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  const { $schema: _, definitions, ...rest } = json;
  if (schemaType === 'input' && schema.safeParse(undefined).success) rest[OPTIONAL] = true;
  return definitions ? { schema: rest, components: { ...definitions } } : { schema: rest };
}
