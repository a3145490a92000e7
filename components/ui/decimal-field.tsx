'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Input,
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
import { parseDecimalInput } from '@/lib/format/parse-decimal-input';

export type DecimalFieldProps = Omit<
  AriaTextFieldProps,
  'children' | 'className' | 'style' | 'type' | 'inputMode'
> &
  FieldProps & {
    /** What is counted, set after the box: "EUR", "GB", "%". */
    suffix?: string;
    placeholder?: string;
  };

/**
 * Money, rates and quantities: text in, a plain decimal string out, no float in between.
 * What cannot be read stays in the box with a message, and is submitted as typed so that the server refuses it too.
 */
export function DecimalField({
  label,
  description,
  errorMessage,
  hideLabel,
  className,
  suffix,
  placeholder,
  name,
  value,
  defaultValue,
  onChange,
  ...rest
}: DecimalFieldProps): ReactNode {
  const t = useTranslations('common.field');
  const locale = useLocale();
  const [typed, setTyped] = useState(defaultValue ?? value ?? '');
  const text = value === undefined || parseDecimalInput(typed, locale) === value ? typed : value;
  const normalised = parseDecimalInput(text, locale);
  const unreadable = text.trim() !== '' && normalised === null ? t('notANumber') : undefined;
  const shownError = errorMessage ?? unreadable;

  function change(next: string) {
    setTyped(next);
    onChange?.(parseDecimalInput(next, locale) ?? next);
  }

  return (
    <AriaTextField
      {...rest}
      {...invalidWhen(shownError)}
      value={text}
      onChange={change}
      className={classNames(fieldStyle, className)}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} hidden={hideLabel} />
      <div className="relative">
        <Input
          inputMode="decimal"
          className={classNames(inputStyle, 'text-end', suffix && 'pe-14')}
          {...(placeholder === undefined ? {} : { placeholder })}
        />
        {suffix ? (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-e-2.5 top-1.5 text-xs leading-5 text-ink-muted"
          >
            {suffix}
          </span>
        ) : null}
      </div>
      {name ? <input type="hidden" name={name} value={normalised ?? text} /> : null}
      <FieldNotes description={description} errorMessage={shownError} />
    </AriaTextField>
  );
}
