import { z } from 'zod';
import { previewPrices } from '@/lib/domain/rating/preview';
import { AppError } from '@/lib/errors';
import { defineRoute } from '@/lib/http/define-route';
import { pricePreview } from '@/lib/schemas/api/price-preview';
import { parsePricePreview } from '@/lib/schemas/price-preview';

/** The body is read by the same two functions as `npm run price`, so that both find the same mistakes. */
export const POST = defineRoute({
  ...pricePreview,
  body: z.unknown(),
  run: async ({ body }) => {
    const request = parsePricePreview(body);
    const answer = request.ok ? previewPrices(request.value) : { issues: request.issues };
    if ('lines' in answer) return answer;
    throw new AppError('invalid', 'invalid_request', 'The request is not valid.', answer.issues);
  },
});
