import { pricePreview } from '@/lib/schemas/api/price-preview';
import type { RouteSpec } from '@/lib/schemas/api/route-spec';

/** Every operation of the REST API. A test holds this list and the route files under app/api/v1 together. */
export const routes: readonly RouteSpec[] = [pricePreview];
