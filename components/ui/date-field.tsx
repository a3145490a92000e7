'use client';

import { type CalendarDate, parseDate } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  DatePicker as AriaDatePicker,
  type DatePickerProps as AriaDatePickerProps,
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarHeading,
  DateInput,
  DateSegment,
  Dialog,
  Group,
  Popover,
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
import { popoverStyle } from '@/components/ui/option-list';

export type DateFieldProps = Omit<
  AriaDatePickerProps<CalendarDate>,
  'children' | 'className' | 'style' | 'value' | 'defaultValue' | 'onChange' | 'minValue' | 'maxValue'
> &
  FieldProps & {
    /** Civil dates, 'YYYY-MM-DD', in and out; submitted as such too. */
    value?: string | null;
    defaultValue?: string | null;
    minValue?: string;
    maxValue?: string;
    onChange?: (date: string | null) => void;
  };

export function DateField({
  label,
  description,
  errorMessage,
  hideLabel,
  className,
  value,
  defaultValue,
  minValue,
  maxValue,
  onChange,
  ...rest
}: DateFieldProps): ReactNode {
  return (
    <AriaDatePicker<CalendarDate>
      {...rest}
      {...invalidWhen(errorMessage)}
      {...(value === undefined ? {} : { value: value ? parseDate(value) : null })}
      {...(defaultValue ? { defaultValue: parseDate(defaultValue) } : {})}
      {...(minValue ? { minValue: parseDate(minValue) } : {})}
      {...(maxValue ? { maxValue: parseDate(maxValue) } : {})}
      onChange={(date) => onChange?.(date?.toString() ?? null)}
      className={classNames(fieldStyle, className)}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} hidden={hideLabel} />
      <Group className={classNames(inputStyle, 'flex items-center pe-0')}>
        <DateInput className="flex min-w-0 flex-1 items-center">
          {(segment) => (
            <DateSegment
              segment={segment}
              className="rounded-sm px-0.5 outline-none data-focused:bg-accent data-focused:text-accent-ink data-placeholder:text-ink-muted data-focused:data-placeholder:text-accent-ink"
            />
          )}
        </DateInput>
        <Button className="flex size-8 cursor-pointer items-center justify-center text-ink-muted hover:text-ink">
          <CalendarDays size={16} aria-hidden />
        </Button>
      </Group>
      <FieldNotes description={description} errorMessage={errorMessage} />
      <MonthPopover />
    </AriaDatePicker>
  );
}

function MonthPopover(): ReactNode {
  const turn =
    'flex size-8 cursor-pointer items-center justify-center rounded-md text-ink-muted hover:bg-sunken';
  return (
    <Popover className={classNames(popoverStyle, 'p-2')}>
      <Dialog className="outline-none">
        <Calendar>
          <header className="flex items-center justify-between pb-2">
            <Button slot="previous" className={turn}>
              <ChevronLeft size={16} aria-hidden className="rtl:rotate-180" />
            </Button>
            <CalendarHeading className="text-sm font-medium" />
            <Button slot="next" className={turn}>
              <ChevronRight size={16} aria-hidden className="rtl:rotate-180" />
            </Button>
          </header>
          <CalendarGrid className="[&_th]:pb-1 [&_th]:text-xs [&_th]:font-normal [&_th]:text-ink-muted">
            {(date) => (
              <CalendarCell
                date={date}
                className="flex size-8 cursor-pointer items-center justify-center rounded-md text-sm hover:bg-sunken data-disabled:cursor-default data-disabled:text-ink-muted data-disabled:opacity-50 data-outside-month:invisible data-selected:bg-ink data-selected:text-paper"
              />
            )}
          </CalendarGrid>
        </Calendar>
      </Dialog>
    </Popover>
  );
}
