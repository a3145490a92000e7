type JsonObject = Record<string, unknown>;

/**
 * A TMF635 Usage as an event. Its characteristics `meter` and `quantity` say what and how much, all others are attributes; the
 * product is the characteristic `subject` or `product`, else the product of its first ratedProductUsage; the meter may also be
 * the usage specification's id or name, or the usageType. Usage has no source, so that is the sender's own.
 */
export function tmfEvent(usage: JsonObject, sender: string): unknown {
  const characteristics = characteristicsOf(usage);
  const { subject, product, meter, quantity, ...attributes } = characteristics;
  const specification = objectOf(usage.usageSpecification);
  return {
    specversion: '1.0',
    type: 'usage',
    source: textOf(usage.source) ?? `//${sender}/tmf635`,
    id: usage.id,
    time: usage.usageDate,
    subject: subject ?? product ?? ratedProduct(usage),
    data: {
      ...attributes,
      meter: meter ?? textOf(specification.id) ?? textOf(specification.name) ?? usage.usageType,
      quantity,
    },
  };
}

/** Where a path of the event is in the usage. */
export const tmfPlace = (path: string): string =>
  PLACES[path] ?? path.replace(/^data\./, 'usageCharacteristic.');

const PLACES: Readonly<Record<string, string>> = {
  time: 'usageDate',
  subject: 'usageCharacteristic.subject',
  'data.meter': 'usageCharacteristic.meter',
  'data.quantity': 'usageCharacteristic.quantity',
};

function characteristicsOf({ usageCharacteristic }: JsonObject): JsonObject {
  if (!Array.isArray(usageCharacteristic)) return {};
  const named = usageCharacteristic.flatMap((item) => {
    const { name, value } = objectOf(item);
    return typeof name === 'string' && value !== null && value !== '' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(named);
}

function ratedProduct({ ratedProductUsage }: JsonObject): string | undefined {
  const [first] = Array.isArray(ratedProductUsage) ? ratedProductUsage : [];
  const ref = objectOf(objectOf(first).productRef);
  return textOf(ref.id) ?? textOf(ref.name);
}

const objectOf = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
