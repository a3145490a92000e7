import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { isTakenOff } from '@/components/stream/layout-stream';
import type { TreeNode } from '@/components/stream/layout-tree';
import { Stream } from '@/components/stream/stream';
import type { StreamTrunk } from '@/components/stream/stream-trunk';
import { TreeDrawing } from '@/components/stream/tree-drawing';
import { walkDown } from '@/lib/domain/settlement/walk-down';

export type TreeStreamProps = {
  /** What is shown, for those who hear it. */
  title: string;
  /** The one at the top first; what stays with each sums to the trunk. */
  nodes: readonly TreeNode[];
  trunk: StreamTrunk;
  /** The page has the same facts as a table of its own. */
  hasTable?: boolean;
};

/**
 * Where money goes down a tree of parties, each band as wide as its money. Where nobody pays anybody further, or somebody passes on more
 * than it has, all parties are drawn as branches of the whole.
 */
export function TreeStream({ title, nodes, trunk, hasTable = false }: TreeStreamProps): ReactNode {
  const locale = useLocale();
  const ordered = walkDown(nodes, { idOf: ({ id }) => id, payerOf: ({ payerId }) => payerId });
  const isFlat = ordered.every(({ depth }) => depth < 2);
  const isDrawn = !isFlat && nodes.length <= MOST_ROWS && !nodes.some(isBelowZero);
  const rows = ordered.map(({ party }) => party);
  return (
    <Stream title={title} direction="split" sources={rows} trunk={trunk} hasTable={hasTable}>
      {isDrawn ? <TreeDrawing nodes={rows} trunk={trunk} locale={locale} /> : undefined}
    </Stream>
  );
}

const MOST_ROWS = 10;

const isBelowZero = (node: TreeNode) => isTakenOff(node) || node.received.startsWith('-');
