import type { CivilDate } from '@/lib/domain/period/civil-date';

/** VAT category codes of EN 16931 (UNCL5305), less the Canary Islands' L and Ceuta's M. */
export type TaxCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O';

/** One side of a supply as tax sees it. `country` is ISO 3166-1 alpha-2; a party without a VAT id has null. */
export type TaxParty = { country: string; vatId: string | null; isBusiness: boolean };

/** What a country charges for a class of products, valid `[from, to)`. `ratePpm` is parts per million: 19 % is 190000n. */
export type TaxRate = {
  country: string;
  productTaxClass: string;
  category: TaxCategory;
  ratePpm: bigint;
  from: CivilDate;
  to: CivilDate | null;
  /** Why a zero rate is zero; EN 16931 wants it for E (BR-E-10). */
  reasonCode?: string | null;
  reason?: string | null;
};

/** The tax that applies to one line. Reasons are legal texts of the document, not of the screen. */
export type TaxTreatment = {
  category: TaxCategory;
  ratePpm: bigint;
  reasonCode: string | null;
  reason: string | null;
};
