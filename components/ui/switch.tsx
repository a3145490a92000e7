'use client';

import type { ReactNode } from 'react';
import { SwitchButton, SwitchField, type SwitchFieldProps } from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';
import { FieldNotes, type FieldProps } from '@/components/ui/field';

export type SwitchProps = Omit<SwitchFieldProps, 'children' | 'className' | 'style'> &
  Pick<FieldProps, 'description' | 'errorMessage' | 'className'> & { children: ReactNode };

/** On or off, at once. For a choice that waits for a Save, use Checkbox. */
export function Switch({ children, description, errorMessage, className, ...rest }: SwitchProps): ReactNode {
  return (
    <SwitchField {...rest} className={classNames('flex flex-col gap-1', className)}>
      <SwitchButton className="group flex min-h-6 cursor-pointer items-center gap-2 data-disabled:cursor-not-allowed data-disabled:opacity-50 data-focus-visible:outline-none">
        <span className="flex h-4.5 w-8 shrink-0 items-center rounded-full border border-line-strong bg-raised px-0.5 transition-colors group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-accent group-data-selected:border-ink group-data-selected:bg-ink">
          <span className="size-3 rounded-full bg-ink-muted transition-transform group-data-selected:translate-x-3.5 group-data-selected:bg-paper rtl:group-data-selected:-translate-x-3.5" />
        </span>
        <span>{children}</span>
      </SwitchButton>
      <div className="ps-10 empty:hidden">
        <FieldNotes description={description} errorMessage={errorMessage} />
      </div>
    </SwitchField>
  );
}
