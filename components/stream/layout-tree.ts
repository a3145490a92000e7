import { layoutStream, type StreamSource } from '@/components/stream/layout-stream';

/** One party of a tree of money: what came to it, and (`amount`) what stays with it. */
export type TreeNode = StreamSource & {
  /** Null at the top. */
  payerId: string | null;
  received: string;
};

/** A row for the label of what a party keeps; a bar where its money divides, if it passes some on. */
export type PlacedNode = {
  node: TreeNode;
  depth: number;
  rowTop: number;
  rowHeight: number;
  bar: { x: number; top: number; height: number } | null;
};

/** Money on its way: from a bar to another bar, or to the row of whoever keeps it. In pixels, `x` from 0 (top) to 1 (rows). */
export type TreeBand = {
  id: string;
  node: TreeNode;
  from: { x: number; y: number };
  to: { x: number; y: number };
  width: number;
  /** To the row, and not on to those below. */
  isKept: boolean;
};

export type TreeLayout = { rows: PlacedNode[]; bands: TreeBand[]; height: number };

/**
 * Where money runs down a tree: one scale (pixels per unit of money) for bars and bands, rows as `layoutStream` has them, in the order
 * given: payers before those whom they pay, each with those below it, so that no two bands cross. A bar stands in the middle of the rows
 * of its party and of everybody below it; the bars of one depth stand in one column.
 */
export function layoutTree(nodes: readonly TreeNode[]): TreeLayout {
  const flat = layoutStream(nodes);
  const depths = depthsOf(nodes);
  const hasBelow = new Set(nodes.map(({ payerId }) => payerId));
  const columns =
    1 + Math.max(0, ...nodes.filter(({ id }) => hasBelow.has(id)).map(({ id }) => depths.get(id)!));
  const total = Number(nodes[0]?.received ?? 0);
  const scale = total === 0 ? 0 : flat.trunk.height / total;
  const rows = nodes.map((node, index): PlacedNode => {
    const { rowTop, rowHeight } = flat.branches[index]!;
    const depth = depths.get(node.id)!;
    return { node, depth, rowTop, rowHeight, bar: null };
  });
  for (const [index, row] of rows.entries()) {
    if (!hasBelow.has(row.node.id)) continue;
    const last = rows[lastBelow(rows, index)]!;
    const height = Number(row.node.received) * scale;
    const middle = (row.rowTop + last.rowTop + last.rowHeight) / 2;
    row.bar = { x: row.depth / columns, top: middle - height / 2, height };
  }
  return {
    rows,
    bands: rows.flatMap((row, index) => bandsFrom(rows, row, index, scale)),
    height: flat.height,
  };
}

function bandsFrom(rows: readonly PlacedNode[], row: PlacedNode, index: number, scale: number): TreeBand[] {
  if (!row.bar) return [];
  const paid = rows
    .slice(index + 1, lastBelow(rows, index) + 1)
    .filter(({ node }) => node.payerId === row.node.id);
  let { top: y } = row.bar;
  return [row, ...paid].map((target) => {
    const isKept = target === row || target.bar === null;
    const width = Number(target === row ? row.node.amount : target.node.received) * scale;
    const to =
      isKept || !target.bar
        ? { x: 1, y: target.rowTop + target.rowHeight / 2 }
        : { x: target.bar.x, y: target.bar.top + target.bar.height / 2 };
    const from = { x: row.bar!.x, y: y + width / 2 };
    y += width;
    const id = target === row ? `${row.node.id}-kept` : target.node.id;
    return { id, node: target.node, from, to, width, isKept };
  });
}

function depthsOf(nodes: readonly TreeNode[]): Map<string, number> {
  const depths = new Map<string, number>();
  for (const { id, payerId } of nodes) depths.set(id, payerId === null ? 0 : (depths.get(payerId) ?? 0) + 1);
  return depths;
}

/** The index of the last row of a party's own part of the tree. */
function lastBelow(rows: readonly PlacedNode[], index: number): number {
  let last = index;
  while (rows[last + 1] && rows[last + 1]!.depth > rows[index]!.depth) last += 1;
  return last;
}
