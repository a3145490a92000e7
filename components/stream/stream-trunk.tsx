import Link from 'next/link';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import type { StreamLayout } from '@/components/stream/layout-stream';

export type StreamTrunk = { label: string; amount: string; currency: string; href?: string };

/** The whole, at the branches' scale; the part that was taken off again is hollow. */
export function TrunkBar({ layout }: { layout: StreamLayout }): ReactNode {
  const { top, height, takenOff } = layout.trunk;
  return (
    <div className="relative w-2 [grid-area:bar]" style={{ height: layout.height }} aria-hidden>
      <div
        className="absolute inset-x-0 bg-stream-edge print:border print:border-ink"
        style={{ top, height: height - takenOff }}
      />
      {takenOff > 0 ? (
        <div
          className="absolute inset-x-0 border border-dashed border-ink-muted"
          style={{ top: top + height - takenOff, height: takenOff }}
        />
      ) : null}
    </div>
  );
}

export function TrunkLabel({ trunk, className }: { trunk: StreamTrunk; className: string }): ReactNode {
  return (
    <div className={className}>
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
  );
}
