import { defineRoute } from '@/lib/http/define-route';
import { listMailRoute } from '@/lib/schemas/api/alerts';
import { listQueryOf } from '@/lib/schemas/api/page';
import { listMail } from '@/lib/services/mail/list-mail';

export const GET = defineRoute({
  ...listMailRoute,
  permission: 'mail.read',
  run: async ({ ctx, query }) => {
    const { data, nextCursor } = await listMail(ctx, listQueryOf(query, { state: query.state }));
    return { data, nextCursor };
  },
});
