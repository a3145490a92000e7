'use server';

import { z } from 'zod';
import { defineAction } from '@/lib/http/define-action';
import { customerGroup, pauseInput, policyInput, promiseInput } from '@/lib/schemas/api/dunning';
import { savePolicy } from '@/lib/services/dunning/dunning-policies';
import { addPromise, changeCustomerGroup, pauseDunning } from '@/lib/services/dunning/pause-dunning';

const account = z.string().max(60);

export const writePolicy = defineAction({
  schema: z.strictObject({ ...policyInput, group: customerGroup }),
  permission: 'dunning.manage',
  run: ({ ctx, input: { group, ...policy } }) => savePolicy(ctx, { ...policy, customerGroup: group }),
});

export const pause = defineAction({
  schema: z.strictObject({ ...pauseInput, account }),
  permission: 'dunning.manage',
  run: ({ ctx, input: { account: number, ...input } }) => pauseDunning(ctx, number, input),
});

export const changeGroup = defineAction({
  schema: z.strictObject({ account, customerGroup }),
  permission: 'dunning.manage',
  run: ({ ctx, input }) => changeCustomerGroup(ctx, input.account, input.customerGroup),
});

export const promise = defineAction({
  schema: z.strictObject({ ...promiseInput, account }),
  permission: 'dunning.manage',
  run: ({ ctx, input }) => addPromise(ctx, input),
});
