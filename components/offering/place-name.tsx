import { CornerDownRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

export type PlaceNameProps = {
  /** How far below the top. */
  depth: number;
  /** Who pays it, for those who do not see where it stands; left out where that is said beside it. */
  paidBy?: string | undefined;
  children: ReactNode;
};

/** A party at its place in a tree of payers. */
export function PlaceName({ depth, paidBy, children }: PlaceNameProps): ReactNode {
  const t = useTranslations('agreement.chain');
  return (
    <span
      className="inline-flex items-baseline gap-1.5"
      style={{ paddingInlineStart: `${Math.max(0, depth - 1) * 1.25}rem` }}
    >
      {depth > 0 ? (
        <CornerDownRight
          size={13}
          aria-hidden
          className="shrink-0 self-center text-ink-muted rtl:-scale-x-100"
        />
      ) : null}
      <span>
        {children}
        {paidBy === undefined ? null : <span className="sr-only"> ({t('paidBy', { payer: paidBy })})</span>}
      </span>
    </span>
  );
}
