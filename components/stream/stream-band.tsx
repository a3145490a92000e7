'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Branch, StreamTone } from '@/components/stream/layout-stream';
import { bandPath, contourPaths } from '@/components/stream/stream-path';
import { classNames } from '@/components/ui/class-names';

type BandShapeProps = {
  path: string;
  contours: readonly string[];
  tone: StreamTone | undefined;
  /** Its place among the branches, which picks a partner's dashes. */
  index: number;
  isTakenOff?: boolean;
  isDimmed: boolean;
  href: string | undefined;
  onHover: (isOver: boolean) => void;
};

export type StreamBandProps = {
  branch: Branch;
  /** Its place among the branches, which picks a partner's dashes. */
  index: number;
  isDimmed: boolean;
  onHover: (isOver: boolean) => void;
};

/** One branch as a band of even width; clicking it goes where its label goes. */
export function StreamBand({ branch, ...rest }: StreamBandProps): ReactNode {
  const { source, ownY, trunkY, width, isTakenOff } = branch;
  if (width === 0) return null;
  const drawn = drawnWidth(width);
  return (
    <BandShape
      {...rest}
      path={bandPath(ownY, trunkY, drawn)}
      contours={contourPaths(ownY, trunkY, drawn)}
      tone={source.tone}
      isTakenOff={isTakenOff}
      href={source.href}
    />
  );
}

/** Thinner than a hair it would vanish; the hair is the one place where width is not to scale. */
export const drawnWidth = (width: number): number => Math.max(width, 1);

/** A band of any shape, with lines along it; hollow when it is taken off. */
export function BandShape({
  path,
  contours,
  tone,
  index,
  isTakenOff = false,
  isDimmed,
  href,
  onHover,
}: BandShapeProps): ReactNode {
  const shape = (
    <g
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
      className={classNames('transition-opacity duration-150', isDimmed && 'opacity-35')}
    >
      <path
        d={path}
        vectorEffect="non-scaling-stroke"
        strokeWidth={1}
        {...(isTakenOff ? { strokeDasharray: '3 3' } : {})}
        className={isTakenOff ? 'fill-transparent stroke-ink-muted' : bandStyles[tone ?? 'partner']}
      />
      {isTakenOff
        ? null
        : contours.map((contour) => (
            <path
              key={contour}
              d={contour}
              fill="none"
              vectorEffect="non-scaling-stroke"
              strokeWidth={1}
              strokeDasharray={dashesOf(tone, index)}
              className="stroke-stream-edge opacity-50"
            />
          ))}
    </g>
  );
  return href ? (
    <Link href={href} tabIndex={-1}>
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
