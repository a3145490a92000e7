import { type Check, oneRowEach } from './check';

const t = (value: string) =>
  `char_length(${value}) + char_length(regexp_replace(${value}, '[\\u0001-\\uFFFF]', '', 'g')) || ':' || ${value}`;

const own = (table: string, alias: string) =>
  `from ${table} ${alias} where ${alias}.operator_id = c.operator_id
     and ${alias}.billing_account_id = c.billing_account_id and ${alias}.credit_note_id = c.id`;

// The canonical text of a credit note (lib/domain/billing/credit-note/canonical-credit-note.ts), composed again from the stored rows.
const canonical = `
  E'tributary-credit-note-1\\n' || ${t('c.number')} || ${t('c.issued_on::text')} || ${t(`encode(b.content_hash, 'hex')`)}
  || ${t('c.reason')} || ${t('c.currency::text')} || E'\\n'
  || 'lines ' || (select count(*) ${own('credit_note_line', 'l')}) || E'\\n'
  || (select coalesce(string_agg(${t('l.line_id::text')} || l.amount_minor || E';\\n', '' order by l.line_id::text collate "C"), '')
      ${own('credit_note_line', 'l')})
  || 'taxes ' || (select count(*) ${own('credit_note_tax', 'x')}) || E'\\n'
  || (select coalesce(string_agg(${t('x.seller_id::text')} || ${t('x.category')} || x.rate_ppm || ';' || x.base_minor || ';'
        || x.tax_minor || E';\\n', '' order by x.seller_id::text collate "C", x.category collate "C", x.rate_ppm), '')
      ${own('credit_note_tax', 'x')})
  || 'documents ' || (select count(*) ${own('credit_note_document', 'd')}) || E'\\n'
  || (select coalesce(string_agg(${t('d.seller_id::text')} || ${t('d.type_code')} || ${t('d.number')} || ${t('d.original_number')}
        || ${t('d.original_issued_on::text')} || d.net_minor || ';' || d.tax_minor || E';\\n', '' order by d.seller_id::text collate "C"), '')
      ${own('credit_note_document', 'd')})`;

/** What was given back: whole, within the bill, and as it was hashed. */
export const creditNoteChecks: readonly Check[] = [
  {
    id: 'credit-note.sums',
    claim:
      'a credit note’s lines are its net, its taxes its tax and its documents its total, each correcting its seller’s invoice',
    sql: oneRowEach(`select c.net_minor = (select coalesce(sum(l.amount_minor), 0) ${own('credit_note_line', 'l')})
          and c.tax_minor = (select coalesce(sum(x.tax_minor), 0) ${own('credit_note_tax', 'x')})
          and c.net_minor = (select coalesce(sum(x.base_minor), 0) ${own('credit_note_tax', 'x')})
          and c.total_minor = (select coalesce(sum(d.total_minor), 0) ${own('credit_note_document', 'd')})
          and not exists (select ${own('credit_note_document', 'd')} and not exists (
            select from invoice i where i.operator_id = d.operator_id and i.billing_account_id = d.billing_account_id
              and i.bill_id = c.bill_id and i.seller_id = d.seller_id and i.number = d.original_number and i.issued_on = d.original_issued_on)) as ok,
        format('credit note %s does not sum, or corrects what is not there', c.number) as fault
      from credit_note c`),
  },
  {
    id: 'credit-note.bill',
    claim: 'what was credited of each bill, line and tax is the sum of its credit notes and never beyond it',
    sql: oneRowEach(`select i.credited_minor = n.total
          and not exists (
            select from bill_line l
            left join bill_line_state s on s.operator_id = l.operator_id and s.billing_account_id = l.billing_account_id
              and s.bill_id = l.bill_id and s.line_id = l.id
            cross join lateral (
              select coalesce(sum(x.amount_minor), 0) as credited, count(*) as lines from credit_note_line x
              where x.operator_id = l.operator_id and x.billing_account_id = l.billing_account_id and x.line_id = l.id) x
            where l.operator_id = i.operator_id and l.billing_account_id = i.billing_account_id and l.bill_id = i.bill_id
              and (x.credited <> coalesce(s.credited_minor, 0)
                or coalesce(s.is_credited, false) and l.amount_minor <> 0
                or x.lines > 0 and l.amount_minor = 0 and not coalesce(s.is_credited, false)
                or sign(l.amount_minor) * x.credited < 0
                or sign(l.amount_minor) * x.credited > abs(l.amount_minor)))
          and not exists (
            select from bill_tax t
            cross join lateral (
              select coalesce(sum(x.base_minor), 0) as base, coalesce(sum(x.tax_minor), 0) as tax
              from credit_note c join credit_note_tax x
                on x.operator_id = c.operator_id and x.billing_account_id = c.billing_account_id and x.credit_note_id = c.id
              where c.operator_id = t.operator_id and c.billing_account_id = t.billing_account_id and c.bill_id = t.bill_id
                and x.seller_id = t.seller_id and x.category = t.category and x.rate_ppm = t.rate_ppm) x
            where t.operator_id = i.operator_id and t.billing_account_id = i.billing_account_id and t.bill_id = i.bill_id
              and x.tax <> sign(x.base) * floor(abs(x.base) * t.rate_ppm / 1000000 + 0.5)) as ok,
        format('bill %s: credited %s, credit notes %s, or a line or tax of it', i.bill_id, i.credited_minor, n.total) as fault
      from open_item i
      cross join lateral (
        select coalesce(sum(c.total_minor), 0) as total, count(*) as notes from credit_note c
        where c.operator_id = i.operator_id and c.billing_account_id = i.billing_account_id and c.bill_id = i.bill_id) n
      where i.credited_minor <> 0 or n.notes > 0`),
  },
  {
    id: 'hash.credit-note',
    claim: 'the hash of every credit note is that of its stored rows',
    sql: oneRowEach(`select c.content_hash = sha256(convert_to(${canonical}, 'UTF8')) as ok,
        format('credit note %s is not what was issued', c.number) as fault
      from credit_note c
      join bill b on b.operator_id = c.operator_id and b.billing_account_id = c.billing_account_id and b.id = c.bill_id`),
  },
];
