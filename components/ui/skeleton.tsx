import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

/** The place of what is on its way. */
export function Skeleton({ className }: { className?: string }): ReactNode {
  return (
    <div
      aria-hidden
      className={classNames(
        'animate-pulse rounded-sm bg-sunken motion-reduce:animate-none',
        className ?? 'h-4 w-32',
      )}
    />
  );
}
