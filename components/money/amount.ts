/** Whether a decimal string is nothing: "0", "-0.00". */
export const isZeroAmount = (amount: string): boolean => /^-?0(\.0*)?$/.test(amount);

/** Whether two decimal strings are the same number, however many zeros they end in: "30" and "30.00". */
export const isSameAmount = (a: string, b: string): boolean => plain(a) === plain(b);

const plain = (amount: string) =>
  isZeroAmount(amount) ? '0' : amount.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
