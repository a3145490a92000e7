import {
  addDecimal,
  compareDecimal,
  decimalFromInteger,
  formatDecimal,
  parseDecimal,
} from '@/lib/domain/money/decimal';

export type StreamTone = 'own' | 'partner' | 'tax' | 'risk';

export type StreamSource = {
  id: string;
  label: string;
  amount: string;
  currency: string;
  href?: string;
  tone?: StreamTone;
  note?: string;
};

/** One branch: where it lies at its own end and at the trunk, in pixels from the top; `width` is per unit of money. */
export type Branch = {
  source: StreamSource;
  /** Top and height of its row, which holds the label. */
  rowTop: number;
  rowHeight: number;
  /** Middle of the branch at either end. */
  ownY: number;
  trunkY: number;
  width: number;
  /** Taken off the others: drawn hollow, against the end of the trunk. */
  isTakenOff: boolean;
};

export type StreamLayout = {
  branches: Branch[];
  height: number;
  trunk: { top: number; height: number; takenOff: number };
};

const rowHeightMin = 46;
const gap = 6;
const rowLimit = 10;

/**
 * Where each branch lies. Decides widths only: every branch and the trunk share one scale (pixels per unit of
 * money), what is above zero stacks from the top of the trunk, what is below zero is laid over its lower end,
 * so that the part of the trunk left uncovered is the total.
 * A float is good enough here: these are pixels, no amount is made of them.
 */
export function layoutStream(sources: readonly StreamSource[]): StreamLayout {
  const sizes = sources.map((source) => Math.abs(Number(source.amount)));
  const flowing = sources.map((source) => !isTakenOff(source));
  const gross = total(sizes.filter((_, index) => flowing[index]));
  const takenOff = total(sizes.filter((_, index) => !flowing[index]));
  const trunkMoney = Math.max(gross, takenOff);
  const trunkHeight = trunkMoney === 0 ? 0 : Math.min(208, Math.max(72, sources.length * 26));
  const scale = trunkMoney === 0 ? 0 : trunkHeight / trunkMoney;

  const rowHeights = sizes.map((size) => Math.max(rowHeightMin, size * scale + gap));
  const height = Math.max(total(rowHeights), trunkHeight);
  const trunkTop = (height - trunkHeight) / 2;

  let rowTop = (height - total(rowHeights)) / 2;
  let flowingY = trunkTop;
  let takenOffY = trunkTop + trunkHeight - takenOff * scale;
  const branches = sources.map((source, index): Branch => {
    const width = (sizes[index] ?? 0) * scale;
    const rowHeight = rowHeights[index] ?? rowHeightMin;
    const trunkStart = flowing[index] ? flowingY : takenOffY;
    const branch = {
      source,
      rowTop,
      rowHeight,
      ownY: rowTop + rowHeight / 2,
      trunkY: trunkStart + width / 2,
      width,
      isTakenOff: !flowing[index],
    };
    rowTop += rowHeight;
    if (flowing[index]) flowingY += width;
    else takenOffY += width;
    return branch;
  });
  return { branches, height, trunk: { top: trunkTop, height: trunkHeight, takenOff: takenOff * scale } };
}

/**
 * What is drawn: at most ten branches, those taken off last. The smallest of the rest become one, summed
 * exactly and named by `nameOthers`; the table beneath keeps them all.
 */
export function drawnSources(
  sources: readonly StreamSource[],
  nameOthers: (count: number) => string,
): StreamSource[] {
  const flowing = sources.filter((source) => !isTakenOff(source));
  const takenOff = sources.filter(isTakenOff);
  const room = Math.max(2, rowLimit - takenOff.length);
  if (flowing.length <= room) return [...flowing, ...takenOff];
  const bySize = [...flowing].sort((a, b) => compareDecimal(exact(b.amount), exact(a.amount)));
  const kept = new Set(bySize.slice(0, room - 1));
  const merged = flowing.filter((source) => !kept.has(source));
  const others: StreamSource = {
    id: 'others',
    label: nameOthers(merged.length),
    amount: sumAmounts(merged),
    currency: flowing[0]?.currency ?? '',
  };
  return [...flowing.filter((source) => kept.has(source)), others, ...takenOff];
}

export function isTakenOff(source: StreamSource): boolean {
  return source.amount.startsWith('-');
}

/** Exact; refuses what is not a decimal. */
export function sumAmounts(sources: readonly { amount: string }[]): string {
  return formatDecimal(
    sources.reduce((sum, { amount }) => addDecimal(sum, exact(amount)), decimalFromInteger(0)),
  );
}

export function sameAmount(a: string, b: string): boolean {
  return compareDecimal(exact(a), exact(b)) === 0;
}

function exact(amount: string) {
  const parsed = parseDecimal(amount);
  if (parsed === null) throw new RangeError(`not a decimal: ${JSON.stringify(amount)}`);
  return parsed;
}

function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
