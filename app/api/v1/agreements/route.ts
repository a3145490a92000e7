import { defineRoute } from '@/lib/http/define-route';
import { contentOf } from '@/lib/schemas/agreement';
import { agreementBody, createAgreementRoute, listAgreementsRoute } from '@/lib/schemas/api/agreements';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listAgreements } from '@/lib/services/agreements/list-agreements';
import { createDraft } from '@/lib/services/agreements/save-draft';
import { withHash } from '@/lib/services/agreements/with-hash';

export const GET = defineRoute({
  ...listAgreementsRoute,
  permission: 'partner.read',
  run: async ({ ctx, query }) => {
    const { party, state } = query;
    const page = await listAgreements(ctx, listQueryOf(query, { party, state }));
    return { ...page, data: page.data.map((agreement) => agreementBody.parse(withHash(agreement))) };
  },
});

export const POST = defineRoute({
  ...createAgreementRoute,
  permission: 'agreement.manage',
  run: async ({ ctx, body }) => {
    const agreement = agreementBody.parse(withHash(await createDraft(ctx, contentOf(body))));
    const headers = { location: `/api/v1/agreements/${agreement.id}` };
    return Response.json(agreement, { status: 201, headers });
  },
});
