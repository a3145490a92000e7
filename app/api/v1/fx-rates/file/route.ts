import { invalid } from '@/lib/errors';
import { defineRoute } from '@/lib/http/define-route';
import { importFxRatesRoute } from '@/lib/schemas/api/fx-rates';
import { importEcbRates } from '@/lib/services/fx-rates/set-rates';

export const POST = defineRoute({
  ...importFxRatesRoute,
  permission: 'fx-rate.manage',
  run: async ({ ctx, body }) => {
    if (body.file?.field !== 'file') throw invalid('required', 'file', 'Send the rates as the part "file".');
    return importEcbRates(ctx, body.file.bytes);
  },
});
