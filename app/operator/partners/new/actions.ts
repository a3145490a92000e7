'use server';

import { defineAction } from '@/lib/http/define-action';
import { newPartner } from '@/lib/schemas/new-partner';
import { addPartner as add } from '@/lib/services/parties/add-partner';

export const addPartner = defineAction({
  schema: newPartner,
  permission: 'agreement.manage',
  run: ({ ctx, input: { vatId, street, town, postcode, email, ...partner } }) =>
    add(ctx, {
      ...partner,
      slug: null,
      vatId: vatId === '' ? null : vatId,
      address: { street, town, postcode },
      email: email === '' ? null : email,
    }),
});
