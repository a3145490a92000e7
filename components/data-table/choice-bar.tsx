import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';

type ChoiceBarProps = {
  label: string;
  /** How many rows are chosen, in words. */
  chosen: string;
  cancelLabel: string;
  onCancel: () => void;
  /** Of fields with labels above them the words stand at the foot. */
  hasFields?: boolean;
  children: ReactNode;
};

/** Stays at the foot of a list while rows of it are chosen: what can be done with them. */
export function ChoiceBar({
  label,
  chosen,
  cancelLabel,
  onCancel,
  hasFields = false,
  children,
}: ChoiceBarProps): ReactNode {
  return (
    <section
      aria-label={label}
      className={classNames(
        'sticky bottom-0 z-20 mt-2 flex flex-wrap gap-3 border-t border-line-strong bg-paper py-3 max-md:bottom-14',
        hasFields ? 'items-end' : 'items-center',
      )}
    >
      <p className={classNames('min-w-32 font-medium', hasFields && 'self-center')} aria-live="polite">
        {chosen}
      </p>
      {children}
      <Button variant="quiet" onPress={onCancel}>
        {cancelLabel}
      </Button>
    </section>
  );
}
