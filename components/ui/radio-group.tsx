'use client';

import type { ReactNode } from 'react';
import {
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
  RadioButton,
  RadioField,
  Text,
} from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';
import { FieldLabel, FieldNotes, type FieldProps, fieldStyle, invalidWhen } from '@/components/ui/field';
import type { Option } from '@/components/ui/option-list';

export type RadioGroupProps = Omit<AriaRadioGroupProps, 'children' | 'className' | 'style'> &
  FieldProps & { options: readonly Option[] };

export function RadioGroup({
  label,
  description,
  errorMessage,
  hideLabel,
  className,
  options,
  orientation = 'vertical',
  ...rest
}: RadioGroupProps): ReactNode {
  return (
    <AriaRadioGroup
      {...rest}
      {...invalidWhen(errorMessage)}
      orientation={orientation}
      className={classNames(fieldStyle, className)}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} hidden={hideLabel} />
      <div
        className={classNames('flex gap-x-6 gap-y-1', orientation === 'vertical' ? 'flex-col' : 'flex-wrap')}
      >
        {options.map((option) => (
          <RadioField key={option.id} value={option.id}>
            <RadioButton className="group flex min-h-6 cursor-pointer items-start gap-2 data-disabled:cursor-not-allowed data-disabled:opacity-50 data-focus-visible:outline-none">
              <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-raised group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-accent group-data-invalid:border-risk group-data-selected:border-ink">
                <span className="size-2 rounded-full group-data-selected:bg-ink" />
              </span>
              <span>{option.label}</span>
            </RadioButton>
            {option.description ? (
              <Text slot="description" className="block ps-6 text-sm text-ink-muted">
                {option.description}
              </Text>
            ) : null}
          </RadioField>
        ))}
      </div>
      <FieldNotes description={description} errorMessage={errorMessage} />
    </AriaRadioGroup>
  );
}
