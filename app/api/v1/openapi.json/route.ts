import { defineRoute } from '@/lib/http/define-route';
import { openApiDocument } from '@/lib/http/openapi';
import { routes } from '@/lib/http/openapi-routes';
import packageJson from '@/package.json';

export const GET = defineRoute({
  public: true,
  run: async () => openApiDocument(routes, packageJson.version),
});
