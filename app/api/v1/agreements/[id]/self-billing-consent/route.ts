import { defineRoute } from '@/lib/http/define-route';
import { agreementBody, selfBillingRoute } from '@/lib/schemas/api/agreements';
import { giveSelfBillingConsent } from '@/lib/services/agreements/give-consent';
import { withHash } from '@/lib/services/agreements/with-hash';

export const PUT = defineRoute({
  ...selfBillingRoute,
  permission: 'agreement.sign',
  run: async ({ ctx, params, body }) =>
    agreementBody.parse(withHash(await giveSelfBillingConsent(ctx, params.id, body))),
});
