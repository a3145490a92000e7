import { defineRoute } from '@/lib/http/define-route';
import { contentOf } from '@/lib/schemas/agreement';
import { agreementBody, changeAgreementRoute, getAgreementRoute } from '@/lib/schemas/api/agreements';
import { getAgreement } from '@/lib/services/agreements/get-agreement';
import { changeDraft } from '@/lib/services/agreements/save-draft';
import { withHash } from '@/lib/services/agreements/with-hash';

export const GET = defineRoute({
  ...getAgreementRoute,
  permission: 'partner.read',
  run: async ({ ctx, params }) => agreementBody.parse(withHash(await getAgreement(ctx, params.id))),
});

export const PUT = defineRoute({
  ...changeAgreementRoute,
  permission: 'agreement.manage',
  run: async ({ ctx, params, body }) =>
    agreementBody.parse(withHash(await changeDraft(ctx, params.id, contentOf(body)))),
});
