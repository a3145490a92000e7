import type { BillLine, BillSection } from '@/lib/domain/billing/bill-draft';
import type { BillAgreement } from '@/lib/domain/billing/check-charges';

/**
 * Groups a bill's lines into one section per supplier, role and seller, keeping the order of the lines. The operator's own
 * section comes first, then the partners by name, in the order of code points, so that every run and locale agrees.
 */
export function sectionsOf(
  lines: readonly BillLine[],
  agreements: ReadonlyMap<string, BillAgreement>,
  operatorName: string,
): BillSection[] {
  const sections: BillSection[] = [];
  for (const line of lines) {
    let section = sections.find((candidate) => belongs(line, candidate));
    if (section === undefined) {
      const { supplierId, supplierRole, sellerId, agreementId } = line;
      const supplierName =
        supplierRole === 'operator' ? operatorName : agreements.get(agreementId!)!.supplierName;
      section = { supplierId, supplierName, role: supplierRole, sellerId, netMinor: 0n, lines: [] };
      sections.push(section);
    }
    section.lines.push(line);
    section.netMinor += line.amountMinor;
  }
  return sections.sort(operatorFirstThenByName);
}

function belongs(line: BillLine, section: BillSection): boolean {
  return (
    line.supplierId === section.supplierId &&
    line.supplierRole === section.role &&
    line.sellerId === section.sellerId
  );
}

function operatorFirstThenByName(a: BillSection, b: BillSection): number {
  if ((a.role === 'operator') !== (b.role === 'operator')) return a.role === 'operator' ? -1 : 1;
  return (
    compareText(a.supplierName, b.supplierName) ||
    compareText(a.supplierId, b.supplierId) ||
    compareText(a.role, b.role)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
