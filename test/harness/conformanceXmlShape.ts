import { XMLParser } from 'fast-xml-parser'
import type { MemberShape, Shape, StructureShape } from './conformanceModel'
import { missing, timestampProblems, unknownMember, valueProblems } from './conformanceShape'

/** An element as parsed: children in lists by name, or text. */
export type XmlNode = string | { readonly [name: string]: readonly XmlNode[] }

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  isArray: () => true,
})

/** The one element a body holds; one without a name where there is none. */
export function parseXml(body: string): { readonly name: string; readonly node: XmlNode } {
  const parsed = parser.parse(body) as Readonly<Record<string, readonly XmlNode[]>>
  const [first] = Object.entries(parsed).filter(([name]) => name !== '#text')
  if (first === undefined) return { name: 'no element', node: '' }
  return { name: first[0], node: first[1][0] ?? '' }
}

export const childrenOf = (node: XmlNode): Readonly<Record<string, readonly XmlNode[]>> =>
  typeof node === 'string'
    ? {}
    : Object.fromEntries(Object.entries(node).filter(([name]) => name !== '#text'))

export const textOf = (node: XmlNode): string =>
  typeof node === 'string' ? node : (node['#text'] ?? []).map(String).join('')

const format = { usualTimestamp: 'date-time' } as const

/** What is wrong with the element, in the manner of `jsonProblems`. */
export function xmlProblems(shape: StructureShape, node: XmlNode, path: string): readonly string[] {
  const members = shape.members.filter(({ place }) => place === 'body')
  const children = childrenOf(node)
  const inside = (name: string) => `${path}.${name}`
  const known = Object.entries(children).flatMap(([name, nodes]) => {
    const member = members.find(({ wireName }) => wireName === name)
    return member === undefined
      ? [unknownMember(shape, name, inside(name))]
      : memberProblems(member, nodes, inside(name))
  })
  return [...known, ...missing(members, (name) => name in children, inside)]
}

function memberProblems(member: MemberShape, nodes: readonly XmlNode[], path: string) {
  const shape = member.shape()
  if (shape.kind === 'list' && member.isFlat) {
    return nodes.flatMap((node, index) =>
      nodeProblems(shape.of(), node, { path: `${path}[${index}]` }),
    )
  }
  if (nodes.length > 1) return [`${path} is there ${nodes.length} times`]
  const { values } = member
  return nodes.flatMap((node) => nodeProblems(shape, node, { path, ...(values && { values }) }))
}

function nodeProblems(
  shape: Shape,
  node: XmlNode,
  at: { readonly path: string; readonly values?: readonly string[] },
): readonly string[] {
  const { path } = at
  if (shape.kind === 'structure') return xmlProblems(shape, node, path)
  if (shape.kind === 'list') {
    return Object.entries(childrenOf(node)).flatMap(([name, nodes]) =>
      name === shape.element
        ? nodes.flatMap((each, index) =>
            nodeProblems(shape.of(), each, { path: `${path}[${index}]` }),
          )
        : [`${path} holds ${name} and not ${shape.element}`],
    )
  }
  return textProblems(shape, textOf(node), at)
}

/** The text of an element or a header. */
export function textProblems(
  shape: Shape,
  text: string,
  at: {
    readonly path: string
    readonly values?: readonly string[]
    readonly usualTimestamp?: 'http-date'
  },
): readonly string[] {
  const { path } = at
  switch (shape.kind) {
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? [] : [`${path} is "${text}" and not a number`]
    case 'boolean':
      return text === 'true' || text === 'false' ? [] : [`${path} is "${text}" and not a boolean`]
    case 'timestamp':
      return timestampProblems(shape.format, text, {
        path,
        format: { usualTimestamp: at.usualTimestamp ?? format.usualTimestamp },
      })
    case 'string':
      return valueProblems(text, at)
    default:
      return []
  }
}
