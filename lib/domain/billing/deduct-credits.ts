import type { BillDeduction } from '@/lib/domain/billing/bill-draft';

/** Something the customer may use against a bill, in the currency of the bill; `availableMinor` is what is left of it. */
export type AvailableDeduction = {
  kind: BillDeduction['kind'];
  deductionKey: string;
  description: string;
  availableMinor: bigint;
};

export type Deducted = { deductions: BillDeduction[]; amountDueMinor: bigint };

/**
 * Uses what the customer already has against the bill's total, after tax: credit notes first, then prepaid credits, then
 * loyalty, each kind in the order given, never below zero due. A negative total is due to the customer and uses nothing.
 * Example: total 30.00 with a credit note of 20.00 and prepaid 15.00 uses 20.00 and 10.00; due 0.00.
 */
export function deductCredits(totalMinor: bigint, available: readonly AvailableDeduction[]): Deducted {
  const deductions: BillDeduction[] = [];
  let amountDueMinor = totalMinor;
  for (const kind of ORDER) {
    for (const credit of available) {
      if (credit.kind !== kind || credit.availableMinor <= 0n || amountDueMinor <= 0n) continue;
      const { deductionKey, description, availableMinor } = credit;
      const coversAll = availableMinor >= amountDueMinor;
      const amountMinor = coversAll ? amountDueMinor : availableMinor;
      deductions.push({ kind, deductionKey, description, amountMinor });
      amountDueMinor -= amountMinor;
    }
  }
  return { deductions, amountDueMinor };
}

const ORDER: readonly BillDeduction['kind'][] = ['credit_note', 'prepaid_credit', 'loyalty'];
