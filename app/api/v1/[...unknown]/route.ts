import { notFound } from '@/lib/errors';
import { defineRoute } from '@/lib/http/define-route';

/** An address under /api/v1 that is none answers as every other error does. */
const nothingHere = defineRoute({
  public: true,
  run: async () => {
    throw notFound('This address');
  },
});

export {
  nothingHere as DELETE,
  nothingHere as GET,
  nothingHere as PATCH,
  nothingHere as POST,
  nothingHere as PUT,
};
