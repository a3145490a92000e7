import type { z } from 'zod';
import { connectorAnswerBody, connectorItemBody } from '@/lib/schemas/api/partner-connectors';
import type { ConnectorView } from '@/lib/services/connectors/connector-view';

/** A connector in the words of the API: the partner by its short name. Its secret is in no view of it. */
export const connectorAnswer = (view: ConnectorView): z.output<typeof connectorAnswerBody> =>
  connectorAnswerBody.parse({ ...view, partner: view.partner.slug });

export const connectorItem = (view: Omit<ConnectorView, 'pulls'>): z.output<typeof connectorItemBody> =>
  connectorItemBody.parse({ ...view, partner: view.partner.slug });
