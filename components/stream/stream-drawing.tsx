'use client';

import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { MoneyText } from '@/components/money/money-text';
import {
  type Branch,
  layoutStream,
  type StreamSource,
  type StreamTone,
} from '@/components/stream/layout-stream';
import { bandPath, contourPaths, drawingWidth } from '@/components/stream/stream-path';
import { classNames } from '@/components/ui/class-names';

export type StreamDrawingProps = {
  sources: readonly StreamSource[];
  trunk: { label: string; amount: string; currency: string; href?: string };
  direction: 'join' | 'split';
};

/** The drawing itself; every branch is its label's link, and the band repeats it for the pointer. */
export function StreamDrawing({ sources, trunk, direction }: StreamDrawingProps): ReactNode {
  const [activeId, setActiveId] = useState<string | null>(null);
  const layout = layoutStream(sources);
  const isSplit = direction === 'split';
  return (
    <div
      className={classNames(
        'grid items-center gap-x-2 gap-y-2',
        isSplit
          ? 'grid-cols-[auto_minmax(3rem,1fr)_minmax(0,auto)] [grid-template-areas:"trunk_trunk_trunk""bar_bands_rows"] sm:grid-cols-[minmax(0,auto)_auto_minmax(3rem,1fr)_minmax(0,auto)] sm:[grid-template-areas:"trunk_bar_bands_rows"]'
          : 'grid-cols-[minmax(0,auto)_minmax(3rem,1fr)_auto] [grid-template-areas:"rows_bands_bar""trunk_trunk_trunk"] sm:grid-cols-[minmax(0,auto)_minmax(3rem,1fr)_auto_minmax(0,auto)] sm:[grid-template-areas:"rows_bands_bar_trunk"]',
      )}
    >
      <ul className="relative [grid-area:rows]">
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
          <Band
            key={branch.source.id}
            branch={branch}
            dashes={dashesOf(branch.source.tone, index)}
            isDimmed={activeId !== null && activeId !== branch.source.id}
            onHover={(isOver) => setActiveId(isOver ? branch.source.id : null)}
          />
        ))}
      </svg>

      <div
        className="relative w-2 self-stretch [grid-area:bar]"
        style={{ height: layout.height }}
        aria-hidden
      >
        <div
          className="absolute inset-x-0 bg-stream-edge print:border print:border-ink"
          style={{ top: layout.trunk.top, height: layout.trunk.height - layout.trunk.takenOff }}
        />
        <div
          className="absolute inset-x-0 border border-dashed border-ink-muted empty:data-none:hidden"
          data-none={layout.trunk.takenOff === 0 || undefined}
          style={{
            top: layout.trunk.top + layout.trunk.height - layout.trunk.takenOff,
            height: layout.trunk.takenOff,
          }}
        />
      </div>

      <div className={classNames('[grid-area:trunk]', isSplit ? 'sm:text-end' : 'text-end sm:text-start')}>
        <div className="text-sm text-ink-muted">
          {trunk.href ? (
            <Link href={trunk.href} className="underline decoration-line-strong underline-offset-3">
              {trunk.label}
            </Link>
          ) : (
            trunk.label
          )}
        </div>
        <div className="text-lg font-semibold">
          <MoneyText amount={trunk.amount} currency={trunk.currency} />
        </div>
      </div>
    </div>
  );
}

function BranchLabel({
  branch,
  isActive,
  onFocusChange,
}: {
  branch: Branch;
  isActive: boolean;
  onFocusChange: (isFocused: boolean) => void;
}): ReactNode {
  const { source, isTakenOff } = branch;
  const text = (
    <>
      <span className={classNames('block truncate leading-4.5', isActive && 'underline underline-offset-3')}>
        {source.label}
      </span>
      <span
        className={classNames(
          'block truncate text-sm',
          source.tone === 'risk' ? 'text-risk' : 'text-ink-muted',
        )}
      >
        <span className={source.tone === 'risk' ? '' : 'text-ink'}>
          <MoneyText
            amount={source.amount}
            currency={source.currency}
            {...(source.tone === 'risk' ? { tone: 'risk' } : {})}
          />
        </span>
        {source.note ? <span className="max-sm:hidden"> · {source.note}</span> : null}
      </span>
    </>
  );
  const style = classNames('block min-w-0 max-w-[46vw] sm:max-w-72', isTakenOff && 'italic');
  if (!source.href) return <span className={style}>{text}</span>;
  return (
    <Link
      href={source.href}
      onFocus={() => onFocusChange(true)}
      onBlur={() => onFocusChange(false)}
      className={classNames(style, 'rounded-sm')}
    >
      {text}
    </Link>
  );
}

function Band({
  branch,
  dashes,
  isDimmed,
  onHover,
}: {
  branch: Branch;
  dashes: string;
  isDimmed: boolean;
  onHover: (isOver: boolean) => void;
}): ReactNode {
  const { source, ownY, trunkY, width, isTakenOff } = branch;
  if (width === 0) return null;
  // Thinner than a hair it would vanish; the hair is the one place where width is not to scale.
  const drawn = Math.max(width, 1);
  const shape = (
    <g
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
      className={classNames('transition-opacity duration-150', isDimmed && 'opacity-35')}
    >
      <path
        d={bandPath(ownY, trunkY, drawn)}
        vectorEffect="non-scaling-stroke"
        strokeWidth={1}
        {...(isTakenOff ? { strokeDasharray: '3 3' } : {})}
        className={isTakenOff ? 'fill-transparent stroke-ink-muted' : bandStyles[source.tone ?? 'partner']}
      />
      {isTakenOff
        ? null
        : contourPaths(ownY, trunkY, drawn).map((path) => (
            <path
              key={path}
              d={path}
              fill="none"
              vectorEffect="non-scaling-stroke"
              strokeWidth={1}
              strokeDasharray={dashes}
              className="stroke-stream-edge opacity-50"
            />
          ))}
    </g>
  );
  return source.href ? (
    <Link href={source.href} tabIndex={-1}>
      {shape}
    </Link>
  ) : (
    shape
  );
}

/** The edge carries the contrast, the fill may stay quiet. */
const bandStyles: Record<StreamTone, string> = {
  own: 'fill-stream-own stroke-stream-edge',
  partner: 'fill-stream-partner stroke-stream-edge',
  tax: 'fill-stream-tax stroke-ink-muted',
  risk: 'fill-risk-soft stroke-risk',
};

/** What is ours runs unbroken; partners differ by their dashes; tax is dotted. */
function dashesOf(tone: StreamTone | undefined, index: number): string {
  if (tone === 'own') return 'none';
  if (tone === 'tax') return '1 4';
  if (tone === 'risk') return '2 8';
  return partnerDashes[index % partnerDashes.length] ?? 'none';
}

const partnerDashes = ['12 4', '5 4', '14 4 2 4', '3 7', '20 6', '8 3 2 3 2 3'];
