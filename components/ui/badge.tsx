import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { type Tone, toneSurface } from '@/components/ui/tone';

export type BadgeProps = { children: ReactNode; tone?: Tone; icon?: ReactNode };

/** A short tag: a kind, a count, a role. A state is a StateBadge. */
export function Badge({ children, tone = 'neutral', icon }: BadgeProps): ReactNode {
  return (
    <span
      className={classNames(
        'inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        toneSurface[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}
