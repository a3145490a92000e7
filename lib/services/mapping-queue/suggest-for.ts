import {
  findAccountCandidates,
  listKnownServices,
  listPartnerOfferings,
  type QueueRow,
  readStatedVatIds,
} from '@/lib/db/mapping-queue';
import { findParty } from '@/lib/db/parties';
import { listTaxClasses } from '@/lib/db/tax-code-mappings';
import type { Sql } from '@/lib/db/tenant';
import { nameWords } from '@/lib/domain/billing/partner-bill/name-similarity';
import { suggestAccounts } from '@/lib/domain/billing/partner-bill/suggest-account';
import { suggestServices } from '@/lib/domain/billing/partner-bill/suggest-service';
import { suggestTaxClasses } from '@/lib/domain/billing/partner-bill/suggest-tax-class';
import { groupBy } from '@/lib/services/group-by';

/** What an entry may be, and why. Which of the three it names follows from the entry's kind. */
export type QueueSuggestion = {
  /** Number of a billing account. */
  billingAccount?: string;
  /** Short name of an offering, or none: then only name and class. */
  service?: { offering: string | null; description: string | null; taxClass: string };
  taxClass?: string;
  label: string;
  reason: string;
};

/** Suggestions for the rows of a page, by row: a few questions a partner, whatever the number of its rows. */
export async function suggestFor(
  sql: Sql,
  rows: readonly QueueRow[],
): Promise<Map<string, QueueSuggestion[]>> {
  const suggestions = new Map<string, QueueSuggestion[]>();
  const known = rows.some(({ kind }) => kind === 'service') ? await listKnownServices(sql) : [];
  const classes = rows.some(({ kind }) => kind === 'tax_code') ? await listTaxClasses(sql) : [];
  for (const [partnerId, ofPartner] of groupBy(rows, ({ partner }) => partner.id)) {
    await suggestOwnAccounts(sql, partnerId, ofPartner, suggestions);
    const services = ofPartner.filter(({ kind }) => kind === 'service');
    const offerings = services.length === 0 ? [] : await listPartnerOfferings(sql, partnerId);
    for (const { id, name } of services) {
      const knownHere = known.map((service) => ({ ...service, isOwn: service.partnerId === partnerId }));
      suggestions.set(
        id,
        suggestServices(name, offerings, knownHere).map(({ target, reason }) => ({
          service: {
            offering: target.offering?.slug ?? null,
            description: target.description,
            taxClass: target.taxClass,
          },
          label: target.offering?.name ?? target.description ?? name,
          reason,
        })),
      );
    }
    const codes = ofPartner.filter(({ kind }) => kind === 'tax_code');
    const partner = codes.length === 0 ? null : await findParty(sql, 'partner', partnerId);
    const candidates = classes.map(({ taxClass, rates }) => ({
      taxClass,
      rates: rates.map((rate) => ({ ...rate, ratePpm: BigInt(rate.ratePpm) })),
    }));
    for (const { id, name } of codes) {
      const found = suggestTaxClasses(name, partner?.country ?? '', candidates);
      suggestions.set(
        id,
        found.map(({ target, reason }) => ({ taxClass: target, label: target, reason })),
      );
    }
  }
  return suggestions;
}

async function suggestOwnAccounts(
  sql: Sql,
  partnerId: string,
  rows: readonly QueueRow[],
  suggestions: Map<string, QueueSuggestion[]>,
): Promise<void> {
  const accounts = rows.filter(({ kind }) => kind === 'sub_account' || kind === 'payer');
  if (accounts.length === 0) return;
  const ids = accounts.map(({ name }) => name);
  const stated = groupBy(await readStatedVatIds(sql, partnerId, ids), ({ name }) => name);
  const vatIds = [...stated.values()].flat().map(({ vatId }) => vatId);
  const words = new Set(accounts.flatMap(({ name, label }) => longestWords(label ?? name)));
  const candidates = await findAccountCandidates(sql, partnerId, { ids, vatIds, words: [...words] });
  for (const { id, name, label, money } of accounts) {
    const unknown = {
      name,
      label,
      vatIds: (stated.get(name) ?? []).map(({ vatId }) => vatId),
      currencies: money.map(({ currency }) => currency),
    };
    const found = suggestAccounts(
      unknown,
      candidates.map(({ mappedBy, ...candidate }) => ({
        ...candidate,
        mappedBy: mappedBy.flatMap(({ externalAccount, partnerName }) =>
          externalAccount === name ? partnerName : [],
        ),
      })),
    );
    suggestions.set(
      id,
      found.map(({ target: { number, name: own }, reason }) => ({
        billingAccount: number,
        label: own === number ? number : `${number} · ${own}`,
        reason,
      })),
    );
  }
}

/** The two words of a name that say most, for short ones are in every second name; of a name of short ones all of it. */
function longestWords(name: string): string[] {
  const long = nameWords(name).filter((word) => word.length >= 4);
  return long.length === 0 ? [name.toLowerCase()] : long.sort((a, b) => b.length - a.length).slice(0, 2);
}
