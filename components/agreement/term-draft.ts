import type { DraftTier } from '@/components/calculator/draft';

/** A settlement term as it is being typed: every number is the text in its box, and an empty box says nothing. */
export type TermDraft = {
  /** Only for React's lists. */
  id: string;
  /** '' for everything else, `offering:<id>` or `category:<name>`. */
  place: string;
  kind: TermKind;
  basis: string;
  model: 'graduated' | 'volume';
  ratePercent: string;
  amountPerUnit: string;
  costPerUnit: string;
  markupPercent: string;
  /** Of a graduated percentage the price is the percentage. */
  tiers: DraftTier[];
  cap: string;
  minimumGuarantee: string;
};

export const TERM_KINDS = [
  'percentage',
  'graduated_percentage',
  'fixed_per_unit',
  'wholesale',
  'cost_plus',
] as const;
export type TermKind = (typeof TERM_KINDS)[number];

export type StoredTerm = {
  kind: string;
  basis: string;
  terms: Record<string, unknown>;
  offering: { id: string } | null;
  category: string | null;
};

export const newTerm = (id: string): TermDraft => ({
  ...{ id, place: '', kind: 'percentage', basis: 'billed', model: 'graduated' },
  ...{ ratePercent: '70', amountPerUnit: '', costPerUnit: '', markupPercent: '' },
  tiers: [
    { upTo: '1000', unitPrice: '', flatFee: '' },
    { upTo: '', unitPrice: '', flatFee: '' },
  ],
  ...{ cap: '', minimumGuarantee: '' },
});

/** A stored term in the boxes it was typed in. */
export function termDraftOf({ kind, basis, terms, offering, category }: StoredTerm, id: string): TermDraft {
  const text = (name: string) => (terms[name] == null ? '' : String(terms[name]));
  const stored = Array.isArray(terms.tiers) ? (terms.tiers as Record<string, unknown>[]) : null;
  const blank = newTerm(id);
  return {
    ...{ id, kind: kind as TermKind, basis },
    place: offering ? `offering:${offering.id}` : category === null ? '' : `category:${category}`,
    model: terms.model === 'volume' ? 'volume' : 'graduated',
    ratePercent: text('ratePercent'),
    amountPerUnit: text('amountPerUnit'),
    costPerUnit: text('costPerUnit'),
    markupPercent: text('markupPercent'),
    tiers: stored?.map(tierOf) ?? blank.tiers,
    cap: text('cap'),
    minimumGuarantee: text('minimumGuarantee'),
  };
}

/** What is sent: only the boxes of its kind, and of those only what is filled in. */
export function termInputOf(draft: TermDraft) {
  const [what, ...name] = draft.place.split(':');
  return {
    offering: what === 'offering' ? name.join(':') : null,
    category: what === 'category' ? name.join(':') : null,
    kind: draft.kind,
    basis: draft.basis,
    terms: termsOf(draft),
  };
}

function termsOf(draft: TermDraft): Record<string, unknown> {
  const { cap, minimumGuarantee } = draft;
  return { ...ruleOf(draft), ...filled({ cap, minimumGuarantee }) };
}

function ruleOf({ kind, model, tiers, ratePercent, amountPerUnit, costPerUnit, markupPercent }: TermDraft) {
  switch (kind) {
    case 'percentage':
      return filled({ ratePercent });
    case 'graduated_percentage':
      return { tiers: tiers.map(({ upTo, unitPrice }) => ({ upTo: upTo || null, ratePercent: unitPrice })) };
    case 'fixed_per_unit':
      return filled({ amountPerUnit });
    case 'wholesale':
      return {
        model,
        tiers: tiers.map(({ upTo, unitPrice, flatFee }) => ({
          upTo: upTo || null,
          unitPrice,
          ...filled({ flatFee }),
        })),
      };
    case 'cost_plus':
      return filled({ costPerUnit, markupPercent });
  }
}

const filled = (boxes: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(boxes).filter(([, text]) => text.trim() !== ''));

function tierOf(tier: Record<string, unknown>): DraftTier {
  const text = (value: unknown) => (value == null ? '' : String(value));
  const flatFee = text(tier.flatFee);
  return {
    upTo: text(tier.upTo),
    unitPrice: text(tier.unitPrice ?? tier.ratePercent),
    flatFee: flatFee === '0' ? '' : flatFee,
  };
}
