/**
 * Writes and reads the small XML documents of the S3 protocol. The reader accepts only elements, text, the five named
 * entities and character references. So no document can define entities or make the server fetch anything.
 */
import { S3Error } from './error.ts';

/** A piece of XML. Only {@link element} makes one, so text is always escaped. */
export type Xml = { readonly xml: string };

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes text. As on S3, control characters become references, although XML 1.0 does not allow them. */
function escapeText(text: string): string {
  return text.replace(/[&<>"\p{Cc}\ufffe\uffff]/gu, (c) => named[c] ?? `&#x${c.charCodeAt(0).toString(16)};`);
}

/** The content of an element; undefined is left out. */
export type XmlChild = Xml | string | number | boolean | undefined;

const join = (children: readonly XmlChild[]): string =>
  children
    .filter((child) => child !== undefined)
    .map((child) => (typeof child === 'object' ? child.xml : escapeText(String(child))))
    .join('');

/** Makes an element. */
export const element = (name: string, ...children: readonly XmlChild[]): Xml => ({
  xml: `<${name}>${join(children)}</${name}>`,
});

/** Makes a document, in S3's namespace unless it is an error. */
export function xmlDocument(root: string, ...children: readonly XmlChild[]): string {
  const space = root === 'Error' ? '' : ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${space}>${join(children)}</${root}>`;
}

/** A parsed element. Its name has no namespace prefix; its text is without that of child elements. */
export interface XmlNode {
  readonly name: string;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

interface OpenNode {
  name: string;
  children: XmlNode[];
  text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeText(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));|&/gi, (_, hex, decimal, name) => {
    if (name !== undefined && Object.hasOwn(entities, name)) return entities[name] as string;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    if (!(code <= 0x10ffff)) throw new S3Error('MalformedXML');
    return String.fromCodePoint(code);
  });
}

/** Maximum depth; documents of S3 requests are less deep. */
const maxDepth = 8;
const token =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)|</g;

/** Parses a document. @throws S3Error `MalformedXML`, also for a DOCTYPE or CDATA, which no S3 client sends. */
export function parseXml(source: string): XmlNode {
  const top: OpenNode = { name: '', children: [], text: '' };
  const open: OpenNode[] = [top];
  for (const match of source.replace(/^\ufeff/, '').matchAll(token)) readToken(match, open);
  const root = top.children[0];
  if (open.length !== 1 || top.children.length !== 1 || root === undefined || top.text.trim() !== '') {
    throw new S3Error('MalformedXML');
  }
  return root;
}

function readToken(match: RegExpExecArray, open: OpenNode[]): void {
  const [whole, slash, qualified, attributes, selfClosing, text] = match;
  const current = open[open.length - 1] as OpenNode;
  if (text !== undefined) current.text += unescapeText(text);
  else if (qualified === undefined) {
    if (whole === '<') throw new S3Error('MalformedXML');
  } else if (slash) closeNode(qualified, attributes, selfClosing, open);
  else {
    const node: OpenNode = { name: localName(qualified), children: [], text: '' };
    current.children.push(node);
    if (!selfClosing && open.push(node) > maxDepth) throw new S3Error('MalformedXML');
  }
}

function closeNode(name: string, attributes: string | undefined, selfClosing: string | undefined, open: OpenNode[]) {
  const node = open.pop();
  if (open.length === 0 || node?.name !== localName(name) || attributes || selfClosing)
    throw new S3Error('MalformedXML');
}

const localName = (qualified: string): string => qualified.slice(qualified.indexOf(':') + 1);

/** Returns the text of the first child with this name. */
export const childText = (node: XmlNode, name: string): string | undefined =>
  node.children.find((child) => child.name === name)?.text;
