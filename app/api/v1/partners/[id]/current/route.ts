import { defineRoute } from '@/lib/http/define-route';
import { partnerAccrualRoute } from '@/lib/schemas/api/partners';
import { getAccrual } from '@/lib/services/shares/get-accrual';

export const GET = defineRoute({
  ...partnerAccrualRoute,
  permission: 'share.read',
  run: ({ ctx, params }) => getAccrual(ctx, params.id),
});
