import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

export type ScrollAreaProps = {
  label: string;
  children: ReactNode;
  className?: string;
  isBusy?: boolean;
};

/** What may be wider or longer than its place: scrolls by itself, and by keyboard too. */
export function ScrollArea({ label, children, className, isBusy = false }: ScrollAreaProps): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, and a section would be one landmark per table
    <div
      role="group"
      aria-label={label}
      aria-busy={isBusy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
      tabIndex={0}
      // `relative` keeps visually hidden texts inside, which would otherwise widen the page.
      className={classNames('relative overflow-auto', className)}
    >
      {children}
    </div>
  );
}
