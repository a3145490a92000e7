import { text } from './amount';
import type { Charge } from './book';

export const TMF = '/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate';

/** TMF678 v4 AppliedCustomerBillingRate. */
export const appliedRate = (charge: Charge) => ({
  id: charge.id,
  href: `${TMF}/${charge.id}`,
  date: `${charge.to}T00:00:00Z`,
  name: charge.service,
  description: charge.description,
  type: charge.category.toLowerCase(),
  isBilled: true,
  billingAccount: { id: charge.account, name: charge.accountName },
  periodCoverage: { startDateTime: `${charge.from}T00:00:00Z`, endDateTime: `${charge.to}T00:00:00Z` },
  product: { id: charge.service, name: charge.service },
  taxExcludedAmount: { unit: charge.currency, value: Number(text(charge.net)) },
  characteristic: [
    { name: 'quantity', value: charge.quantity },
    { name: 'unit', value: charge.unit },
    { name: 'exactAmount', value: text(charge.net) },
  ],
  '@type': 'AppliedCustomerBillingRate',
});
