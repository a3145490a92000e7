import { defineRoute } from '@/lib/http/define-route';
import { agreementBody, createVersionRoute } from '@/lib/schemas/api/agreements';
import { createVersion } from '@/lib/services/agreements/create-version';
import { withHash } from '@/lib/services/agreements/with-hash';

export const POST = defineRoute({
  ...createVersionRoute,
  permission: 'agreement.manage',
  run: async ({ ctx, params, body }) => {
    const agreement = agreementBody.parse(withHash(await createVersion(ctx, params.id, body)));
    const headers = { location: `/api/v1/agreements/${agreement.id}` };
    return Response.json(agreement, { status: 201, headers });
  },
});
