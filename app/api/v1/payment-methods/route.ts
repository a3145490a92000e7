import { defineRoute } from '@/lib/http/define-route';
import { listMethodsRoute, paymentMethodBody } from '@/lib/schemas/api/payment-methods';
import { listMethods } from '@/lib/services/payment-methods/save-method';

export const GET = defineRoute({
  ...listMethodsRoute,
  permission: 'payment.read',
  run: async ({ ctx }) => ({
    data: (await listMethods(ctx)).map((method) => paymentMethodBody.parse(method)),
  }),
});
