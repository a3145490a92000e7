import { defineRoute } from '@/lib/http/define-route';
import { agreementBody, signAgreementRoute } from '@/lib/schemas/api/agreements';
import { signAgreement } from '@/lib/services/agreements/sign-agreement';
import { withHash } from '@/lib/services/agreements/with-hash';

export const POST = defineRoute({
  ...signAgreementRoute,
  permission: 'agreement.sign',
  run: async ({ ctx, params, body }) =>
    agreementBody.parse(withHash(await signAgreement(ctx, params.id, { seenHash: body.contentHash }))),
});
