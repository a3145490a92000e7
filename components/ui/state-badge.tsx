import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { type Tone, ToneIcon, toneText } from '@/components/ui/tone';

/** A state in words with the shape of its tone; it reads the same without colour. */
export function StateBadge({ tone, label }: { tone: Tone; label: string }): ReactNode {
  return (
    <span
      className={classNames(
        'inline-flex items-baseline gap-1.5 whitespace-nowrap [&>svg]:self-center',
        toneText[tone],
      )}
    >
      <ToneIcon tone={tone} />
      <span>{label}</span>
    </span>
  );
}
