import { XMLParser } from 'fast-xml-parser';
import { AppError } from '@/lib/errors';

/** An element of a document: names without their prefixes, text as it stands. */
export class XmlElement {
  readonly #node: Node;

  constructor(node: Node) {
    this.#node = node;
  }

  /** The first element at a path of names, `Party/PartyName/Name`; null when there is none. */
  find(path: string): XmlElement | null {
    let element: XmlElement | null = this;
    for (const name of path.split('/')) element = element?.all(name)[0] ?? null;
    return element;
  }

  /** The children of a name, in their order. */
  all(name: string): XmlElement[] {
    const children = typeof this.#node === 'object' ? this.#node[name] : undefined;
    if (children === undefined) return [];
    return (Array.isArray(children) ? children : [children]).map((child) => new XmlElement(child as Node));
  }

  /** The text at a path, trimmed; null when there is none. */
  text(path = ''): string | null {
    const element = path === '' ? this : this.find(path);
    if (element === null) return null;
    const node = element.#node;
    const text = typeof node === 'object' ? node['#text'] : node;
    return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
  }

  attribute(name: string): string | null {
    const value = typeof this.#node === 'object' ? this.#node[`@${name}`] : undefined;
    return typeof value === 'string' ? value : null;
  }

  /** Every text below, by its path: what a line was made of. */
  texts(prefix = ''): Record<string, string> {
    const found: Record<string, string> = {};
    if (typeof this.#node !== 'object') return prefix === '' ? {} : { [prefix]: this.#node };
    for (const [name, child] of Object.entries(this.#node)) {
      if (name.startsWith('@')) continue;
      const list = Array.isArray(child) ? child : [child];
      for (const [index, one] of list.entries()) {
        const step = name === '#text' ? '' : list.length > 1 ? `${name}[${index + 1}]` : name;
        const path = [prefix, step].filter((part) => part !== '').join('/');
        if (name === '#text') found[path] = String(one);
        else Object.assign(found, new XmlElement(one as Node).texts(path));
      }
    }
    return found;
  }
}

type Node = string | { readonly [name: string]: unknown };

/**
 * Reads a document in UTF-8, UTF-16 or the encoding it declares. A document type is refused, so nothing can be expanded or fetched.
 * `what` it is names it in the words of a refusal. Fails: `empty_file`, `compressed_file`, `not_xml`, `unknown_encoding`, `document_type_refused`.
 */
export function parseXml(bytes: Buffer, what = 'invoice'): { root: string; element: XmlElement } {
  const text = decode(bytes, what);
  if (/<!DOCTYPE/i.test(text)) {
    throw refuse(
      'document_type_refused',
      `The file has a document type declaration (<!DOCTYPE …>), which is not read. Export the ${what} without it.`,
    );
  }
  let document: Record<string, unknown>;
  try {
    document = parser().parse(text, true) as Record<string, unknown>;
  } catch (error) {
    throw refuse('not_xml', `The file is no well-formed XML: ${sentence(error)} Export the ${what} again.`);
  }
  const root = Object.keys(document).find((name) => !name.startsWith('?') && name !== '#text');
  if (root === undefined) throw refuse('not_xml', `The file has no XML element. Export the ${what} again.`);
  return { root, element: new XmlElement(document[root] as Node) };
}

const parser = () =>
  new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: true,
    htmlEntities: true,
  });

function decode(bytes: Buffer, what: string): string {
  if (bytes.length === 0) throw refuse('empty_file', `The file is empty. Export the ${what} again.`);
  const first = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  if (first === 0x504b || first === 0x1f8b) {
    throw refuse('compressed_file', `The file is an archive. Unpack it and send the XML ${what} in it.`);
  }
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w.:-]{1,40})["']/i.exec(
    bytes.subarray(0, 200).toString('latin1'),
  )?.[1];
  const label = first === 0xfffe ? 'utf-16le' : first === 0xfeff ? 'utf-16be' : (declared ?? 'utf-8');
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw refuse(
      'unknown_encoding',
      `The file is not in the encoding it declares (${label}). Export the ${what} as UTF-8.`,
    );
  }
}

function sentence(error: unknown): string {
  const words = error instanceof Error ? error.message.split('\n')[0]! : String(error);
  return `${words.slice(0, 160).replace(/\.?$/, '')}.`;
}

export const refuse = (code: string, message: string): AppError =>
  new AppError('invalid', code, message, [{ code, path: 'file', message }]);
