/**
 * One step of a calculation, as data: a code and its numbers, all texts (amounts as decimals in major units).
 * lib/format turns it into a sentence. The codes and their parameters:
 *
 * | code | parameters |
 * |---|---|
 * | unit_conversion | quantity, divideBy, round, result |
 * | included_units | quantity, included, result |
 * | zero_usage | |
 * | zero_usage_fee | flatFee |
 * | flat | amount |
 * | per_unit | quantity, unitPrice, result |
 * | graduated_tier, volume_tier | tier, from, upTo ('' = open), quantity, unitPrice, flatFee, result |
 * | stairstep_tier | tier, from, upTo, quantity, flatFee, result |
 * | graduated_percentage_tier | tier, from, upTo, amount, rate, flatFee, result |
 * | package | quantity, size, packages, amount, result |
 * | percentage | amount, freeAmount, chargeable, rate, result |
 * | fixed_fee | events, freeEvents, chargeable, fixedFee, result |
 * | event_fee | event, amount, chargeable, rate, fixedFee, fee, bound (none, minimum, maximum), result |
 * | dynamic | amount |
 * | reversal | quantity, result (the opposite of what the same usage above zero comes to) |
 * | sum | result |
 * | proration | amount, activeDays, periodDays, result |
 * | discount_percent | amount, percent, result |
 * | discount_amount | amount, discount, result |
 * | rounded | exact, currency, result |
 * | charged_before | total, before, result |
 * | maximum_spend | charged, chargedBefore, maximum, result |
 * | minimum_spend | charged, chargedBefore, minimum, result |
 * | prepaid_credit | charged, available, result |
 * | partner_estimate | supplier, cycles, amounts (as sums are written), sum, result |
 * | partner_estimate_until | supplier |
 * | discount_borne_operator | result |
 * | discount_borne_agreed | percent, discount, total (the party's part of it), result (on this line) |
 * | true_up_of | supplier, bill, period, cause (came, waived), amount |
 * | adjustment | operator, side (charge, credit), reason, result |
 * | adjustment_of | bill, line |
 */
export type Step = { readonly code: string; readonly [parameter: string]: string };

/** Where steps are collected while they are computed; undefined when nobody will read them, as in a bill run's first pass. */
export type Steps = Step[] | undefined;
