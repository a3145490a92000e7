'use client';

import { type ReactNode, useState } from 'react';
import { BranchLabel } from '@/components/stream/branch-label';
import { layoutStream, type StreamSource } from '@/components/stream/layout-stream';
import { StreamBand } from '@/components/stream/stream-band';
import { drawingWidth } from '@/components/stream/stream-path';
import { type StreamTrunk, TrunkBar, TrunkLabel } from '@/components/stream/stream-trunk';
import { classNames } from '@/components/ui/class-names';

export type StreamDrawingProps = {
  sources: readonly StreamSource[];
  trunk: StreamTrunk;
  direction: 'join' | 'split';
};

/** The drawing itself; every branch is its label's link, and the band repeats it for the pointer. */
export function StreamDrawing({ sources, trunk, direction }: StreamDrawingProps): ReactNode {
  const [activeId, setActiveId] = useState<string | null>(null);
  const layout = layoutStream(sources);
  const isSplit = direction === 'split';
  return (
    <div className={classNames('grid items-center gap-2', isSplit ? splitAreas : joinAreas)}>
      <ul className="[grid-area:rows]">
        {layout.branches.map((branch) => (
          <li
            key={branch.source.id}
            style={{ height: branch.rowHeight }}
            onPointerEnter={() => setActiveId(branch.source.id)}
            onPointerLeave={() => setActiveId(null)}
            className="flex items-center"
          >
            <BranchLabel
              branch={branch}
              isActive={activeId === branch.source.id}
              onFocusChange={(isFocused) => setActiveId(isFocused ? branch.source.id : null)}
            />
          </li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${drawingWidth} ${layout.height}`}
        preserveAspectRatio="none"
        aria-hidden
        className={classNames(
          'w-full overflow-visible [grid-area:bands]',
          isSplit ? '-scale-x-100 rtl:scale-x-100' : 'rtl:-scale-x-100',
        )}
        style={{ height: layout.height }}
      >
        {layout.branches.map((branch, index) => (
          <StreamBand
            key={branch.source.id}
            branch={branch}
            index={index}
            isDimmed={activeId !== null && activeId !== branch.source.id}
            onHover={(isOver) => setActiveId(isOver ? branch.source.id : null)}
          />
        ))}
      </svg>
      <TrunkBar layout={layout} />
      <TrunkLabel
        trunk={trunk}
        className={classNames('[grid-area:trunk]', isSplit ? 'sm:text-end' : 'text-end sm:text-start')}
      />
    </div>
  );
}

// On narrow screens the trunk's label has a row of its own, or nothing would be left for the bands.
const joinAreas =
  'grid-cols-[minmax(0,auto)_minmax(3rem,1fr)_auto] [grid-template-areas:"rows_bands_bar""trunk_trunk_trunk"] ' +
  'sm:grid-cols-[minmax(0,auto)_minmax(3rem,1fr)_auto_minmax(0,auto)] sm:[grid-template-areas:"rows_bands_bar_trunk"]';
const splitAreas =
  'grid-cols-[auto_minmax(3rem,1fr)_minmax(0,auto)] [grid-template-areas:"trunk_trunk_trunk""bar_bands_rows"] ' +
  'sm:grid-cols-[minmax(0,auto)_auto_minmax(3rem,1fr)_minmax(0,auto)] sm:[grid-template-areas:"trunk_bar_bands_rows"]';
