/** The HTML part of a plain text: a paragraph per empty line between, addresses as links, nothing of the text as markup. It runs as its first letter does. */
export function mailHtml(text: string): string {
  const paragraphs = text.split('\n\n').map((part) => `<p style="margin:0 0 16px">${linked(part)}</p>`);
  const direction = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(text) ? 'rtl' : 'ltr';
  return `<!doctype html><html dir="${direction}"><body dir="${direction}" style="font:15px/1.5 system-ui,sans-serif;color:#16222b;max-width:36em">${paragraphs.join('')}</body></html>`;
}

const linked = (text: string): string =>
  escaped(text)
    .replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`)
    .replaceAll('\n', '<br>');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
