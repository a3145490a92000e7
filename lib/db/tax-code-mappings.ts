import type { ListQuery, Page } from '@/lib/db/keyset';
import { readPage } from '@/lib/db/keyset';
import {
  type NamedMoney,
  namedColumns,
  namedFilter,
  namedParams,
  namedRow,
  namedSortable,
  seenNames,
} from '@/lib/db/service-mappings';
import type { Sql } from '@/lib/db/tenant';

export type TaxCodeMapping = { externalCode: string; taxClass: string };

/** The tax codes of a partner that are mapped, exactly as its bills write them. */
export async function listMappedTaxCodes(sql: Sql, partnerId: string): Promise<Set<string>> {
  const rows = await sql.query<{ externalCode: string }>(
    'select external_code as "externalCode" from tax_code_mapping where partner_id = $1::uuid',
    [partnerId],
  );
  return new Set(rows.map(({ externalCode }) => externalCode));
}

export type TaxCodeMappingChange = { id: string; externalCode: string; taxClass: string | null };

/** Sets mappings of a partner's tax codes, or takes them away (class null); answers those that were there before. */
export async function saveTaxCodeMappings(
  sql: Sql,
  operatorId: string,
  partnerId: string,
  changes: readonly TaxCodeMappingChange[],
  createdBy: string,
): Promise<TaxCodeMapping[]> {
  const codes = changes.map(({ externalCode }) => externalCode);
  const before = await sql.query<TaxCodeMapping>(
    `select external_code as "externalCode", tax_class as "taxClass" from tax_code_mapping
     where partner_id = $1::uuid and external_code = any($2)`,
    [partnerId, codes],
  );
  const gone = changes.filter(({ taxClass }) => taxClass === null).map(({ externalCode }) => externalCode);
  await sql.query('delete from tax_code_mapping where partner_id = $1::uuid and external_code = any($2)', [
    partnerId,
    gone,
  ]);
  await sql.query(
    `insert into tax_code_mapping (operator_id, id, partner_id, external_code, tax_class, created_by)
     select $1::uuid, r.id, $2::uuid, r."externalCode", r."taxClass", $4
     from jsonb_to_recordset($3::jsonb) as r(id uuid, "externalCode" text, "taxClass" text)
     where r."taxClass" is not null
     on conflict (operator_id, partner_id, external_code) do update set tax_class = excluded.tax_class,
       created_by = excluded.created_by, created_at = now()`,
    [operatorId, partnerId, JSON.stringify(changes), createdBy],
  );
  return before;
}

/** The classes that a tax rate is known for, each with its rates, so that a code can be recognised by its rate. */
export const listTaxClasses = (sql: Sql): Promise<TaxClassRow[]> =>
  sql.query<TaxClassRow>(
    `select tax_class as "taxClass", json_agg(json_build_object('country', country, 'category', category,
       'ratePpm', rate_ppm) order by country, valid_from) as rates
     from tax_rate where valid_to is null or valid_to > current_date group by tax_class order by tax_class`,
  );

export type TaxClassRow = {
  taxClass: string;
  rates: { country: string; category: string; ratePpm: number }[];
};

export type TaxCodeRow = {
  id: string;
  externalCode: string;
  lineCount: number;
  waitingLines: number;
  money: NamedMoney[];
  mapping: { taxClass: string } | null;
};

/** Every tax code the partner's bills name or its mapping knows, with its money; filter `state` (mapped, unmapped). */
export function listTaxCodeRows(sql: Sql, partnerId: string, query: ListQuery): Promise<Page<TaxCodeRow>> {
  return readPage(
    sql,
    {
      select: `
        with ${seenNames('tax_code')}, own as (
          select external_code as name, json_build_object('taxClass', tax_class) as mapping
          from tax_code_mapping where partner_id = $1::uuid
        )
        select ${namedRow} as id, name as "externalCode", ${namedColumns}
        from seen full join own using (name)
        where ${namedFilter}`,
      params: namedParams(partnerId, query),
      sortable: { ...namedSortable, externalCode: { column: '"externalCode"', type: 'text' } },
      defaultSort: { id: 'waiting', descending: true },
    },
    query,
  );
}
