'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { BranchLabel } from '@/components/stream/branch-label';
import { layoutTree, type PlacedNode, type TreeNode } from '@/components/stream/layout-tree';
import { BandShape, drawnWidth } from '@/components/stream/stream-band';
import { drawingWidth, treeBandPath, treeContourPaths } from '@/components/stream/stream-path';
import { type StreamTrunk, TrunkLabel } from '@/components/stream/stream-trunk';
import { formatMoney } from '@/lib/format/money';

export type TreeDrawingProps = {
  /** Payers before those whom they pay, each with those below it; nothing below zero. */
  nodes: readonly TreeNode[];
  trunk: StreamTrunk;
  locale: string;
};

/** Money running down a tree, column by column; each row says what its party keeps, and of how much. */
export function TreeDrawing({ nodes, trunk, locale }: TreeDrawingProps): ReactNode {
  const t = useTranslations('common.stream');
  const [activeId, setActiveId] = useState<string | null>(null);
  const { rows, bands, height } = layoutTree(nodes);
  const stepX = stepOf(rows);
  const lit = wayTo(nodes, activeId);
  const labelOf = ({ node, bar, depth, rowTop, rowHeight }: PlacedNode) => {
    const received = formatMoney(node.received, node.currency, locale, { exact: true });
    const note = bar && depth > 0 ? t('keptOf', { received }) : undefined;
    const source = note === undefined ? node : { ...node, note };
    return { source, rowTop, rowHeight, ownY: 0, trunkY: 0, width: 0, isTakenOff: false };
  };
  return (
    <div className={areas}>
      <ul className="[grid-area:rows]">
        {rows.map((row) => (
          <li
            key={row.node.id}
            style={{ height: row.rowHeight, paddingInlineStart: `${row.depth * 0.75}rem` }}
            onPointerEnter={() => setActiveId(row.node.id)}
            onPointerLeave={() => setActiveId(null)}
            className="flex items-center"
          >
            <BranchLabel
              branch={labelOf(row)}
              isActive={activeId === row.node.id}
              onFocusChange={(isFocused) => setActiveId(isFocused ? row.node.id : null)}
            />
          </li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${drawingWidth} ${height}`}
        preserveAspectRatio="none"
        aria-hidden
        className="w-full overflow-visible [grid-area:bands] rtl:-scale-x-100"
        style={{ height }}
      >
        {bands.map(({ id, node, from, to, width, isKept }, index) => {
          const shape = [from, to, Math.min(from.x + stepX, to.x), drawnWidth(width)] as const;
          return width === 0 ? null : (
            <BandShape
              key={id}
              path={treeBandPath(...shape)}
              contours={treeContourPaths(...shape)}
              tone={node.tone}
              index={index}
              isDimmed={activeId !== null && !(isKept ? activeId === node.id : lit.has(node.id))}
              href={node.href}
              onHover={(isOver) => setActiveId(isOver ? node.id : null)}
            />
          );
        })}
        {rows.map(({ node, bar }) =>
          bar ? (
            <path
              key={node.id}
              d={`M${bar.x * drawingWidth} ${bar.top}V${bar.top + bar.height}`}
              vectorEffect="non-scaling-stroke"
              strokeWidth={bar.x === 0 ? 8 : 4}
              className="stroke-stream-edge"
            />
          ) : null,
        )}
      </svg>
      <TrunkLabel trunk={trunk} className="[grid-area:trunk] sm:text-end" />
    </div>
  );
}

/** A party with all above it, on whose way its money is. */
function wayTo(nodes: readonly TreeNode[], id: string | null): ReadonlySet<string> {
  const way = new Set<string>();
  for (let at = id; at !== null && !way.has(at); ) {
    way.add(at);
    at = nodes.find((node) => node.id === at)?.payerId ?? null;
  }
  return way;
}

/** From one column of bars to the next. */
const stepOf = (rows: readonly PlacedNode[]): number =>
  1 / (1 + Math.max(0, ...rows.map(({ bar, depth }) => (bar ? depth : 0))));

// On narrow screens the trunk's label has a row of its own, or nothing would be left for the bands.
const areas =
  'grid items-center gap-2 grid-cols-[minmax(4rem,1fr)_minmax(0,auto)] [grid-template-areas:"trunk_trunk""bands_rows"] ' +
  'sm:grid-cols-[minmax(0,auto)_minmax(4rem,1fr)_minmax(0,auto)] sm:[grid-template-areas:"trunk_bands_rows"]';
