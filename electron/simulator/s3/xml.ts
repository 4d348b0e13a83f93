import { XMLParser, XMLValidator } from 'fast-xml-parser'

export type Xml = { readonly xml: string }

/** Control characters XML 1.0 cannot hold go out as references, as S3 sends them. */
export function escapeXml(text: string): string {
  return text.replace(
    /[&<>"'\u0000-\u001f]/g,
    (c) => entities[c] ?? `&#x${c.charCodeAt(0).toString(16)};`,
  )
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

export function element(
  name: string,
  content: string | number | boolean | readonly Xml[],
  attributes = '',
): Xml {
  const inner =
    typeof content === 'object'
      ? content.map((child) => child.xml).join('')
      : escapeXml(String(content))
  return { xml: `<${name}${attributes}>${inner}</${name}>` }
}

/** Elements for the values that are there; `undefined` leaves its element out. */
export function elements(
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): readonly Xml[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [element(name, value)],
  )
}

export const s3Namespace = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'

export const xmlDocument = (root: Xml): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}`

const lists: ReadonlySet<string> = new Set([
  'Part',
  'Object',
  'Rule',
  'Tag',
  'Transition',
  'NoncurrentVersionTransition',
])

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => lists.has(name),
})

/** The parsed tree, or undefined when the text is no XML. Values stay strings. */
export function parseXml(text: string): unknown {
  if (XMLValidator.validate(text) !== true) return undefined
  return parser.parse(text) as unknown
}
