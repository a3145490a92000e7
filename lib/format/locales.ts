export const locales = ['en'] as const;

export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = 'en';

/** The cookie a person's choice of language is kept in. */
export const localeCookie = 'tributary_locale';

export function isLocale(text: string | undefined): text is Locale {
  return locales.some((locale) => locale === text);
}

/** Reading direction, for `<html dir>`; right to left for the scripts we plan for. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return rightToLeft.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/**
 * The tag given to Intl. Bare `en` means `en-GB` (day before month, as our operators write); Arabic keeps
 * Latin digits so that a bill's numbers can be checked against its legal invoice.
 */
export function intlLocale(locale: string): string {
  if (locale === 'en') return 'en-GB';
  if (locale === 'ar') return 'ar-u-nu-latn';
  return locale;
}

/** Picks the best supported locale from an Accept-Language header; `q` weights are honoured. */
export function negotiateLocale(acceptLanguage: string | null): Locale {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters
        .find((parameter) => parameter.trim().startsWith('q='))
        ?.trim()
        .slice(2);
      return {
        language: tag.split('-')[0]?.toLowerCase() ?? '',
        weight: weight === undefined ? 1 : Number(weight),
      };
    })
    .sort((a, b) => b.weight - a.weight);
  for (const { language, weight } of wanted) if (weight > 0 && isLocale(language)) return language;
  return defaultLocale;
}

const rightToLeft: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur']);
