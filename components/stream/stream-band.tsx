'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Branch, StreamTone } from '@/components/stream/layout-stream';
import { bandPath, contourPaths } from '@/components/stream/stream-path';
import { classNames } from '@/components/ui/class-names';

export type StreamBandProps = {
  branch: Branch;
  /** Its place among the branches, which picks a partner's dashes. */
  index: number;
  isDimmed: boolean;
  onHover: (isOver: boolean) => void;
};

/** One branch as a band of even width; clicking it goes where its label goes. */
export function StreamBand({ branch, index, isDimmed, onHover }: StreamBandProps): ReactNode {
  const { source, ownY, trunkY, width, isTakenOff } = branch;
  const dashes = dashesOf(source.tone, index);
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
