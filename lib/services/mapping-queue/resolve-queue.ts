import type { QueueKind } from '@/lib/db/mapping-queue';
import { setAccountMappings } from '@/lib/services/account-mappings/set-account-mappings';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';
import {
  type ServiceMappingInput,
  setServiceMappings,
} from '@/lib/services/service-mappings/set-service-mappings';
import { setTaxMappings } from '@/lib/services/tax-mappings/set-tax-mappings';

/** An entry and what it is; only the part of its kind is read. */
export type QueueAnswer = {
  partner: string;
  kind: QueueKind;
  name: string;
  label: string | null;
  billingAccount?: string | undefined;
  service?: ServiceMappingInput['to'] | undefined;
  taxClass?: string | undefined;
};

/**
 * Maps entries of the queue, one or many, of any partners and kinds: each partner's accounts, services and tax codes are one change of
 * their own, in this order. Fails as those do; what was mapped before the failing part stays.
 */
export async function resolveQueue(
  ctx: ServiceContext,
  answers: readonly QueueAnswer[],
): Promise<{ mappings: number; changedLines: number }> {
  authorise(ctx, 'account-mapping.manage');
  const done = { mappings: 0, changedLines: 0 };
  const add = ({ mappings, bills }: { mappings: number; bills: readonly { changedLines: number }[] }) => {
    done.mappings += mappings;
    for (const { changedLines } of bills) done.changedLines += changedLines;
  };
  for (const [partner, entries] of groupBy(answers, (answer) => answer.partner)) {
    const accounts = entries.flatMap(({ kind, name, label, billingAccount }) =>
      (kind === 'sub_account' || kind === 'payer') && billingAccount !== undefined
        ? [{ level: kind, externalAccount: name, externalName: label, billingAccount }]
        : [],
    );
    const services = entries.flatMap(({ kind, name, service }) =>
      kind === 'service' && service ? [{ externalService: name, to: service }] : [],
    );
    const codes = entries.flatMap(({ kind, name, taxClass }) =>
      kind === 'tax_code' && taxClass !== undefined ? [{ externalCode: name, taxClass }] : [],
    );
    if (accounts.length > 0) add(await setAccountMappings(ctx, { partner, mappings: accounts }));
    if (services.length > 0) add(await setServiceMappings(ctx, { partner, mappings: services }));
    if (codes.length > 0) add(await setTaxMappings(ctx, { partner, mappings: codes }));
  }
  return done;
}
