'use client';

import type { ReactNode } from 'react';
import { RadioButton, RadioField, RadioGroup, type RadioGroupProps, Text } from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';
import { FieldLabel, FieldNotes, type FieldProps, fieldStyle, invalidWhen } from '@/components/ui/field';
import type { Option } from '@/components/ui/option-list';

export type RadioListProps = Omit<RadioGroupProps, 'children' | 'className' | 'style' | 'onChange'> &
  FieldProps & { options: readonly Option[]; onChange?: (id: string) => void };

/** A few choices, all in sight, each with what it means. */
export function RadioList({
  label,
  description,
  errorMessage,
  hideLabel,
  className,
  options,
  onChange,
  ...rest
}: RadioListProps): ReactNode {
  return (
    <RadioGroup
      {...rest}
      {...invalidWhen(errorMessage)}
      onChange={(id) => onChange?.(id)}
      className={classNames(fieldStyle, className)}
    >
      {/* What has a choice keeps one: there is nothing to leave out. */}
      <FieldLabel
        label={label}
        isRequired={rest.isRequired || Boolean(rest.value ?? rest.defaultValue)}
        hidden={hideLabel}
      />
      <div className="flex flex-col gap-2 pt-1">
        {options.map((option) => (
          <RadioField key={option.id} value={option.id} className="flex flex-col">
            <RadioButton className="group flex min-h-6 cursor-pointer items-start gap-2 data-disabled:cursor-not-allowed data-disabled:opacity-50 data-focus-visible:outline-none">
              <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-raised group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-accent group-data-selected:border-ink">
                <span className="hidden size-2 rounded-full bg-ink group-data-selected:block" />
              </span>
              <span>{option.label}</span>
            </RadioButton>
            {option.description ? (
              <Text slot="description" className="ps-6 text-sm text-ink-muted">
                {option.description}
              </Text>
            ) : null}
          </RadioField>
        ))}
      </div>
      <FieldNotes description={description} errorMessage={errorMessage} />
    </RadioGroup>
  );
}
