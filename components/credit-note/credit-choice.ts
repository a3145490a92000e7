/** What the sheet lets choose from; amounts are decimal strings in major units. */
export type CreditableLine = {
  lineId: string;
  description: string;
  amount: string;
  left: string;
  leftNet: string;
  isDisputed: boolean;
};

export type CreditMode = 'lines' | 'whole' | 'goodwill';

/** What is chosen so far: amounts by line, and the goodwill's. */
export type CreditDraft = { mode: CreditMode; amounts: Readonly<Record<string, string>>; goodwill: string };

export type ChosenCredit = 'whole' | { lines: { lineId: string; amount: string }[] } | { goodwill: string };

/** What to ask the server for; null while nothing that can be read is chosen. */
export function chosenCredit({ mode, amounts, goodwill }: CreditDraft): ChosenCredit | null {
  if (mode === 'whole') return 'whole';
  if (mode === 'goodwill') return DECIMAL.test(goodwill) ? { goodwill } : null;
  const lines = Object.entries(amounts).map(([lineId, amount]) => ({ lineId, amount }));
  return lines.length > 0 && lines.every(({ amount }) => DECIMAL.test(amount)) ? { lines } : null;
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,4})?$/;
