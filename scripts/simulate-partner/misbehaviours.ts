import type { Charge } from './book';

/** What a partner's system may do wrong, by name, each with what it does. */
export const misbehaviours = {
  late: 'is not ready: every request for charges is answered 503 with Retry-After',
  duplicate: 'every tenth charge comes twice, with the same id',
  'wrong-sum': 'the stated total is one cent more than its charges',
  'wrong-tax': 'the stated tax is one cent more than its rate gives',
  'unknown-account': 'every seventh charge is for an account nobody knows',
  'error-500': 'every third request is answered 500',
  slow: 'every answer takes two seconds',
  'half-page': 'the connection ends in the middle of every second page',
  'other-currency': 'the charges are in Japanese yen',
  corrected: 'the second bill of a period has another commitment: a correction',
} as const;

export type Misbehaviour = keyof typeof misbehaviours;

export const isMisbehaviour = (name: string): name is Misbehaviour => Object.hasOwn(misbehaviours, name);

/** The charges as a partner in this mood would tell them. */
export function bend(charges: readonly Charge[], moods: ReadonlySet<Misbehaviour>): Charge[] {
  let told = charges.map((charge) => ({ ...charge }));
  if (moods.has('corrected')) {
    told = told.map((charge) =>
      charge.service === 'Commitment' ? { ...charge, net: charge.net - 5_000_000n } : charge,
    );
  }
  if (moods.has('other-currency')) told = told.map((charge) => ({ ...charge, currency: 'JPY' }));
  if (moods.has('unknown-account')) {
    told = told.map((charge, index) => (index % 7 === 6 ? { ...charge, account: 'nobody-knows' } : charge));
  }
  if (moods.has('duplicate'))
    told = told.flatMap((charge, index) => (index % 10 === 9 ? [charge, charge] : [charge]));
  return told;
}
