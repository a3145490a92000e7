'use client';

import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import {
  Select as AriaSelect,
  type SelectProps as AriaSelectProps,
  Button,
  SelectValue,
} from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';
import {
  FieldLabel,
  FieldNotes,
  type FieldProps,
  fieldStyle,
  inputStyle,
  invalidWhen,
} from '@/components/ui/field';
import { type Option, OptionList } from '@/components/ui/option-list';

export type SelectProps = Omit<
  AriaSelectProps<Option>,
  'children' | 'className' | 'style' | 'onChange' | 'items'
> &
  FieldProps & {
    options: readonly Option[];
    onChange?: (id: string) => void;
  };

export function Select({
  label,
  description,
  errorMessage,
  hideLabel,
  className,
  options,
  onChange,
  placeholder,
  ...rest
}: SelectProps): ReactNode {
  const t = useTranslations('common.field');
  return (
    <AriaSelect
      {...rest}
      {...invalidWhen(errorMessage)}
      placeholder={placeholder ?? t('choose')}
      onChange={(id) => onChange?.(String(id))}
      className={classNames(fieldStyle, className)}
    >
      {/* What has a choice keeps one: there is nothing to leave out. */}
      <FieldLabel label={label} isRequired={rest.isRequired || hasChoice(rest)} hidden={hideLabel} />
      <Button
        className={classNames(
          inputStyle,
          'flex cursor-pointer items-center justify-between gap-2 text-start',
        )}
      >
        <SelectValue<Option> className="min-w-0 truncate data-placeholder:text-ink-muted">
          {({ isPlaceholder, selectedText, defaultChildren }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <ChevronDown size={16} aria-hidden className="shrink-0 text-ink-muted" />
      </Button>
      <FieldNotes description={description} errorMessage={errorMessage} />
      <OptionList options={options} empty={t('noOptions')} />
    </AriaSelect>
  );
}

const hasChoice = ({ value, defaultValue }: Pick<SelectProps, 'value' | 'defaultValue'>) =>
  (value ?? defaultValue ?? null) !== null;
