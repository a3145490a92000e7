import { setImmediate as othersTurn } from 'node:timers/promises';

/**
 * A reader's batches, put together to what is stored at once: 500 items, or five batches of a reader whose items are long. Between two of
 * them others have their turn; the connection above all, whose next statement would wait while this one reads.
 */
export async function* gathered<Item, End>(
  batches: AsyncGenerator<Item[], End>,
): AsyncGenerator<Item[], End> {
  let items: Item[] = [];
  let count = 0;
  try {
    for (let next = await batches.next(); ; next = await batches.next()) {
      if (next.done) {
        if (items.length > 0) yield items;
        return next.value;
      }
      items = count === 0 ? next.value : items.concat(next.value);
      count += 1;
      if (items.length >= ITEMS || count === BATCHES_MAX) {
        yield items;
        items = [];
        count = 0;
      }
      await othersTurn();
    }
  } finally {
    await batches.return(undefined as End);
  }
}

const ITEMS = 500;
const BATCHES_MAX = 5;
