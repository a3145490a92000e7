import { defineRoute } from '@/lib/http/define-route';
import { changeOfferingRoute } from '@/lib/schemas/api/differences';
import { changeBilledBy } from '@/lib/services/catalogue/change-billed-by';

export const PATCH = defineRoute({
  ...changeOfferingRoute,
  permission: 'catalogue.manage',
  run: ({ ctx, params, body }) => changeBilledBy(ctx, params.id, body.billedBy),
});
