import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from '@/lib/http/openapi';
import { routes } from '@/lib/http/openapi-routes';

const API = path.resolve(import.meta.dirname, '../../app/api/v1');

/** "post /api/v1/price-preview" for every method a route file exports. */
function operationsOnDisk(): string[] {
  const files = readdirSync(API, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)route\.ts$/.test(file),
  );
  return files
    .filter((file) => !file.startsWith('[...') && !file.startsWith('openapi.json/'))
    .flatMap((file) => {
      const text = readFileSync(path.join(API, file), 'utf8');
      const address = `/api/v1/${path.dirname(file)}`.replaceAll(/\[([^\]]+)\]/g, '{$1}');
      return [...text.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)].map(
        ([, method]) => `${method!.toLowerCase()} ${address}`,
      );
    });
}

describe('the OpenAPI document', () => {
  test('lists every operation there is, and no other', () => {
    const documented = routes.map(({ method, path: address }) => `${method} ${address}`);
    expect(documented.toSorted()).toEqual(operationsOnDisk().toSorted());
  });

  test('names each parameter of a path', () => {
    for (const route of routes) {
      const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = route.params instanceof z.ZodObject ? Object.keys(route.params.shape) : [];
      expect(declared.toSorted(), route.path).toEqual(named.toSorted());
    }
  });

  test('takes nothing it does not know: every object that comes in is strict', () => {
    for (const route of routes) {
      for (const schema of [route.query, route.body, route.form]) {
        if (!(schema instanceof z.ZodObject)) continue;
        expect(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), route.path).toMatchObject({
          additionalProperties: false,
        });
      }
    }
  });

  test('says what the preview takes, and how it refuses', () => {
    const document = openApiDocument(routes, '1.2.3') as {
      openapi: string;
      paths: Record<string, Record<string, { requestBody: unknown; responses: Record<string, unknown> }>>;
    };
    const preview = document.paths['/api/v1/price-preview']?.post;
    expect(document.openapi).toBe('3.1.0');
    expect(preview?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { required: ['currency', 'period', 'prices'] } } },
    });
    expect(preview?.responses['422']).toMatchObject({
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    });
  });
});
