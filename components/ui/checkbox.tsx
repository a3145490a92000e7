'use client';

import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { CheckboxButton, CheckboxField, type CheckboxFieldProps } from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';
import { FieldNotes, type FieldProps, invalidWhen } from '@/components/ui/field';

export type CheckboxProps = Omit<CheckboxFieldProps, 'children' | 'className' | 'style'> &
  Pick<FieldProps, 'description' | 'errorMessage' | 'className'> & { children: ReactNode };

export function Checkbox({
  children,
  description,
  errorMessage,
  className,
  ...rest
}: CheckboxProps): ReactNode {
  return (
    <CheckboxField
      {...rest}
      {...invalidWhen(errorMessage)}
      className={classNames('flex flex-col gap-1', className)}
    >
      <CheckboxButton className="group flex min-h-6 cursor-pointer items-start gap-2 data-disabled:cursor-not-allowed data-disabled:opacity-50 data-focus-visible:outline-none">
        {({ isSelected, isIndeterminate }) => (
          <>
            <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-raised group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-accent group-data-invalid:border-risk group-data-selected:border-ink group-data-selected:bg-ink group-data-selected:text-paper group-data-indeterminate:border-ink group-data-indeterminate:bg-ink group-data-indeterminate:text-paper">
              {isIndeterminate ? (
                <Minus size={12} strokeWidth={3} aria-hidden />
              ) : isSelected ? (
                <Check size={12} strokeWidth={3} aria-hidden />
              ) : null}
            </span>
            <span>{children}</span>
          </>
        )}
      </CheckboxButton>
      <div className="ps-6 empty:hidden">
        <FieldNotes description={description} errorMessage={errorMessage} />
      </div>
    </CheckboxField>
  );
}
