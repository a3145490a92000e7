'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { recycleFilter, repairInput, suspenseNote } from '@/lib/schemas/api/suspense';
import { acceptLateUsage } from '@/lib/services/suspense/accept-late-usage';
import { addProductFor } from '@/lib/services/suspense/add-product-for';
import { dismissSuspense } from '@/lib/services/suspense/dismiss-suspense';
import { getRecycle } from '@/lib/services/suspense/get-recycle';
import { recycleSuspense } from '@/lib/services/suspense/recycle-suspense';
import { repairSuspense } from '@/lib/services/suspense/repair-suspense';
import { replaceTaken } from '@/lib/services/suspense/replace-taken';
import { searchProducts as search } from '@/lib/services/suspense/search-products';

// Used by both portals: the services tell apart whose usage it is.

const ids = z.array(z.uuid()).min(1).max(1_000);

const list = z.array(z.string().max(100)).max(50).optional();

/** These, or everything that the list's filters show. */
export const recycleUsage = defineAction({
  schema: recycleFilter.extend({ reason: list, sender: z.array(z.uuid()).max(50).optional(), meter: list }),
  permission: 'usage.send',
  run: ({ ctx, input }) => recycleSuspense(ctx, input),
});

export const repairUsage = defineAction({
  schema: repairInput.extend({ id: z.uuid() }),
  permission: 'usage.send',
  run: ({ ctx, input: { id, ...repair } }) => repairSuspense(ctx, id, repair),
});

export const dismissUsage = defineAction({
  schema: z.strictObject({ ids, note: suspenseNote }),
  permission: 'usage.send',
  run: ({ ctx, input }) => dismissSuspense(ctx, input),
});

export const acceptLate = defineAction({
  schema: z.strictObject({ ids, note: suspenseNote }),
  permission: 'usage.accept-late',
  run: ({ ctx, input }) => acceptLateUsage(ctx, input),
});

export const replaceUsage = defineAction({
  schema: z.strictObject({ id: z.uuid(), note: suspenseNote }),
  permission: 'usage.send',
  run: ({ ctx, input }) => replaceTaken(ctx, input.id, input.note),
});

export const searchProducts = defineAction({
  schema: z.strictObject({ q: z.string().max(200), senderId: z.uuid() }),
  permission: 'usage.send',
  run: ({ ctx, input }) => search(ctx, input),
});

export const addProduct = defineAction({
  schema: z.strictObject({
    reference: z.string().min(1).max(200),
    senderId: z.uuid(),
    account: z.string().min(1).max(100),
    offeringId: z.uuid(),
    startedOn: z.iso.date(),
  }),
  permission: 'account.manage',
  run: ({ ctx, input }) => addProductFor(ctx, input),
});

export const askRecycle = defineAction({
  schema: z.strictObject({ id: z.uuid() }),
  permission: 'usage.read',
  run: ({ ctx, input }) => getRecycle(ctx, input.id),
});
