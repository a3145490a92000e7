import { classNames } from '@/components/ui/class-names';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'md' | 'sm';

/** One look for real buttons and for links that stand where a button would. */
export function buttonStyle(variant: ButtonVariant, size: ButtonSize, square = false): string {
  return classNames(
    'inline-flex shrink-0 cursor-pointer items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap select-none',
    'transition-colors duration-100 print:hidden',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
    size === 'md' ? 'h-8 text-base' : 'h-7 text-sm',
    square ? (size === 'md' ? 'w-8' : 'w-7') : size === 'md' ? 'px-3' : 'px-2.5',
    variants[variant],
  );
}

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong',
  secondary: 'border border-line-strong text-ink hover:bg-sunken',
  quiet: 'text-ink hover:bg-sunken',
  danger: 'border border-risk text-risk hover:bg-risk-soft',
};
