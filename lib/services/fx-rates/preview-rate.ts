import { isCurrency } from '@/lib/domain/money/currency';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { parseCivilDate } from '@/lib/domain/period/civil-date';
import { AppError } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';
import { askRate, type RateQuestion } from '@/lib/services/fx-rates/find-rate';

export type RatePreview = {
  rate: string;
  validOn: string;
  source: string;
  path: 'same' | 'direct' | 'inverse' | 'cross';
  through: string | null;
};

/** The rate that a payout would take, for people who ask in any words; null when there is none, or no such currency or day. */
export async function previewRate(ctx: ServiceContext, question: RateQuestion): Promise<RatePreview | null> {
  const { from, to, on } = question;
  if (!isCurrency(from) || !isCurrency(to) || parseCivilDate(on) === null) return null;
  try {
    const { rate, validOn, source, path, through } = await askRate(ctx, question);
    return { rate: formatDecimal(rate), validOn, source, path, through };
  } catch (error) {
    if (error instanceof AppError && error.code === 'rate_missing') return null;
    throw error;
  }
}
