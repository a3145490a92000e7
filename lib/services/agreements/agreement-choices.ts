import { listAgreementParties, listTermPlaces } from '@/lib/db/agreement-drafts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type AgreementChoices = {
  /** Who may pay: the operator first, then its partners. */
  payers: { id: string; name: string }[];
  offerings: { id: string; name: string; category: string }[];
  categories: string[];
};

/** What an agreement can be written of: who may pay, and for what its terms can hold. */
export async function agreementChoices(ctx: ServiceContext): Promise<AgreementChoices> {
  authorise(ctx, 'agreement.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const parties = await listAgreementParties(sql);
    const offerings = await listTermPlaces(sql);
    const ofKind = (kind: string) => parties.filter((party) => party.kind === kind);
    return {
      payers: [...ofKind('operator'), ...ofKind('partner')].map(({ id, name }) => ({ id, name })),
      offerings,
      categories: [...new Set(offerings.map(({ category }) => category))].sort(),
    };
  });
}
