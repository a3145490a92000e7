import type { PayoutParty } from '@/lib/db/payouts';
import type { Sql } from '@/lib/db/tenant';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import type { TaxCategory, TaxRate } from '@/lib/domain/tax/tax-party';

export type DocumentFacts = {
  operatorPartyId: string;
  timeZone: string;
  parties: ReadonlyMap<string, PayoutParty>;
  taxRates: readonly TaxRate[];
};

/** Who the documents of payouts name, and the tax rates there are. */
export async function readDocumentFacts(sql: Sql, partyIds: readonly string[]): Promise<DocumentFacts> {
  const [operator] = await sql.query<{ partyId: string; timeZone: string }>(
    `select party_id as "partyId", time_zone as "timeZone" from operator where id = (select scope_id('app.operator'))`,
  );
  const { partyId: operatorPartyId, timeZone } = operator!;
  const parties = await sql.query<PayoutParty>(
    `select id, name, legal_name as "legalName", country, vat_id as "vatId", is_business as "isBusiness", address
     from party where id = any($1::uuid[])`,
    [[operatorPartyId, ...partyIds]],
  );
  const taxRates = await sql.query<
    TaxRate & { category: TaxCategory; from: CivilDate; to: CivilDate | null }
  >(
    `select country, tax_class as "productTaxClass", category, rate_ppm as "ratePpm", valid_from as "from", valid_to as "to"
     from tax_rate`,
  );
  return { operatorPartyId, timeZone, parties: new Map(parties.map((party) => [party.id, party])), taxRates };
}
