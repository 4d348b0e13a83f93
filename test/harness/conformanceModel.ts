import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as cloudWatch from '@aws-sdk/client-cloudwatch'
import * as ivs from '@aws-sdk/client-ivs'
import * as mediaLive from '@aws-sdk/client-medialive'
import * as s3 from '@aws-sdk/client-s3'
import * as scheduler from '@aws-sdk/client-scheduler'
import * as sts from '@aws-sdk/client-sts'
import type { ServiceName } from './conformanceFlow'

/** The SDK's own description of a value on the wire. */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'blob' | 'document' }
  | { readonly kind: 'timestamp'; readonly format: TimestampFormat }
  | { readonly kind: 'list'; readonly of: () => Shape; readonly element: string }
  | { readonly kind: 'map'; readonly of: () => Shape }
  | StructureShape

export type TimestampFormat = 'protocol' | 'date-time' | 'http-date' | 'epoch-seconds'

export interface StructureShape {
  readonly kind: 'structure'
  readonly name: string
  readonly isUnion: boolean
  /** The element an XML body begins with. */
  readonly xmlName: string
  readonly members: readonly MemberShape[]
  /** Of an error: its HTTP status. */
  readonly status: number | undefined
}

export interface MemberShape {
  readonly name: string
  /** As it stands in JSON or XML. */
  readonly wireName: string
  readonly isRequired: boolean
  /** Part of the path of a request. */
  readonly isLabel: boolean
  /** Where it lies. A status code or a streamed payload has no shape to check. */
  readonly place: 'body' | 'header' | 'payload'
  readonly isFlat: boolean
  readonly shape: () => Shape
  readonly values: readonly string[] | undefined
}

export interface OperationShape {
  readonly name: string
  /** The status of success; undefined: the protocol has 200. */
  readonly status: number | undefined
  readonly input: () => StructureShape
  readonly output: () => StructureShape
}

export interface ServiceModel {
  readonly operations: readonly string[]
  operation(name: string): OperationShape | undefined
  error(name: string): StructureShape | undefined
}

export const clientModules: Readonly<Record<ServiceName, Readonly<Record<string, unknown>>>> = {
  medialive: mediaLive,
  ivs,
  s3,
  sts,
  scheduler,
  cloudwatch: cloudWatch,
}

const models = new Map<ServiceName, ServiceModel>()

/** What the JavaScript SDK knows of a service. */
export function modelOf(service: ServiceName): ServiceModel {
  const known = models.get(service) ?? readModel(service)
  models.set(service, known)
  return known
}

/*
 * A schema of the SDK is a tuple: kind, namespace, name, traits and then what the kind has. Kinds: 0
 * named simple, 1 list, 2 map, 3 structure, -3 error, 4 union, 9 operation; a bare number is a simple
 * type, 64 added for a list of it and 128 for a map.
 */
type Tuple = readonly [kind: number, ns: string, name: string, traits: Traits, ...rest: unknown[]]
type Traits = number | Readonly<Record<string, unknown>>

const labelBit = 1
const payloadBit = 16
const statusCodeBit = 32

function readModel(service: ServiceName): ServiceModel {
  const { types, enums } = typesOf(service)
  const tuples = Object.values(clientModules[service]).filter(isTuple)
  const reader = new ShapeReader((structure, member) =>
    enums.get(types.get(structure)?.get(member) ?? ''),
  )
  const named = (kind: number) =>
    new Map(tuples.filter(([each]) => each === kind).map((tuple) => [tuple[2], tuple]))
  const operations = named(9)
  const errors = named(-3)
  return {
    operations: [...operations.keys()].sort(),
    operation: (name) => {
      const tuple = operations.get(name)
      return tuple && reader.operation(tuple)
    },
    error: (name) => {
      const tuple = errors.get(name)
      return tuple && reader.structure(tuple)
    },
  }
}

class ShapeReader {
  readonly #read = new Map<Tuple, StructureShape>()

  constructor(
    private readonly valuesOf: (structure: string, member: string) => readonly string[] | undefined,
  ) {}

  operation([, , name, traits, input, output]: Tuple): OperationShape {
    const http = traitOf(traits, 'http') as readonly [string, string, number] | undefined
    return {
      name,
      status: http?.[2],
      input: () => this.#structureOf(input),
      output: () => this.#structureOf(output),
    }
  }

  #structureOf(reference: unknown): StructureShape {
    const shape = this.#shape(reference, 0)
    return shape.kind === 'structure' ? shape : nothing
  }

  structure(tuple: Tuple): StructureShape {
    const known = this.#read.get(tuple) ?? this.#structure(tuple)
    this.#read.set(tuple, known)
    return known
  }

  #structure([kind, , name, traits, memberNames, memberTypes, required]: Tuple): StructureShape {
    const names = memberNames as readonly string[]
    const types = memberTypes as readonly unknown[]
    return {
      kind: 'structure',
      name,
      isUnion: kind === 4,
      xmlName: String(traitOf(traits, 'xmlName') ?? name),
      status: traitOf(traits, 'httpError') as number | undefined,
      // The members that are required come first; the tuple says how many they are.
      members: names.flatMap((each, index) =>
        this.#member(name, each, types[index], index < Number(required ?? 0)),
      ),
    }
  }

  #member(structure: string, name: string, type: unknown, isRequired: boolean): MemberShape[] {
    const [reference, traits] = isMember(type) ? type : [type, 0]
    if (typeof traits === 'number' && (traits & statusCodeBit) !== 0) return []
    const header = traitOf(traits, 'httpHeader')
    if (traitOf(traits, 'httpPrefixHeaders') !== undefined) return []
    const isPayload = typeof traits === 'number' && (traits & payloadBit) !== 0
    return [
      {
        name,
        wireName: String(
          header ?? traitOf(traits, 'jsonName') ?? traitOf(traits, 'xmlName') ?? name,
        ),
        isRequired,
        isLabel:
          traitOf(traits, 'httpLabel') !== undefined ||
          (typeof traits === 'number' && (traits & labelBit) !== 0),
        place: header !== undefined ? 'header' : isPayload ? 'payload' : 'body',
        isFlat: traitOf(traits, 'xmlFlattened') !== undefined,
        shape: () => this.#shape(reference, traits),
        values: this.valuesOf(structure, name),
      },
    ]
  }

  #shape(reference: unknown, traits: Traits): Shape {
    const referred: unknown = typeof reference === 'function' ? reference() : reference
    if (isMember(referred)) return this.#shape(referred[0], referred[1])
    if (typeof referred === 'number') return simple(referred)
    if (!isTuple(referred)) return nothing
    const [kind] = referred
    if (kind === 0) return this.#shape(referred[4], traits)
    if (kind === 1) {
      const element = isMember(referred[4]) ? traitOf(referred[4][1], 'xmlName') : undefined
      return {
        kind: 'list',
        of: () => this.#shape(referred[4], 0),
        element: String(element ?? 'member'),
      }
    }
    if (kind === 2) return { kind: 'map', of: () => this.#shape(referred[5], 0) }
    return this.structure(referred)
  }
}

const nothing: StructureShape = {
  kind: 'structure',
  name: 'Unit',
  isUnion: false,
  xmlName: '',
  members: [],
  status: undefined,
}

const timestamps: Readonly<Record<number, TimestampFormat>> = {
  4: 'protocol',
  5: 'date-time',
  6: 'http-date',
  7: 'epoch-seconds',
}

function simple(code: number): Shape {
  if (code >= 128) return { kind: 'map', of: () => simple(code & 63) }
  if (code >= 64) return { kind: 'list', of: () => simple(code & 63), element: 'member' }
  const format = timestamps[code]
  if (format !== undefined) return { kind: 'timestamp', format }
  if (code === 0) return { kind: 'string' }
  if (code === 1 || code === 17 || code === 19) return { kind: 'number' }
  if (code === 2) return { kind: 'boolean' }
  if (code === 21 || code === 42) return { kind: 'blob' }
  return { kind: 'document' }
}

const traitOf = (traits: unknown, name: string): unknown =>
  typeof traits === 'object' && traits !== null
    ? (traits as Readonly<Record<string, unknown>>)[name]
    : undefined

const isMember = (value: unknown): value is readonly [unknown, Traits] =>
  Array.isArray(value) && value.length === 2

const isTuple = (value: unknown): value is Tuple => Array.isArray(value) && value.length >= 5

interface DeclaredTypes {
  /** Structure → member → the name of its type. */
  readonly types: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly enums: ReadonlyMap<string, readonly string[]>
}

/** Schemas do not name enumerations: the SDK's type declarations do. */
function typesOf(service: ServiceName): DeclaredTypes {
  const root = dirname(
    createRequire(import.meta.url).resolve(`@aws-sdk/client-${service}/package.json`),
  )
  const folder = join(root, 'dist-types', 'models')
  const texts = readdirSync(folder)
    .filter((name) => /^models_\d+\.d\.ts$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
  const types = new Map<string, Map<string, string>>()
  for (const [, name = '', body = ''] of texts
    .join('\n')
    .matchAll(/^export interface (\w+) \{\n(.*?)^\}/gms)) {
    const members = [...body.matchAll(/^ {4}(\w+)\??: (\w+) \| undefined;/gm)]
    types.set(
      name.replace(/^_/, ''),
      new Map(members.map(([, each = '', type = '']) => [each, type])),
    )
  }
  const enums = Object.entries(clientModules[service]).flatMap(([name, value]) =>
    isEnum(value) ? [[name, Object.values(value)] as const] : [],
  )
  return { types, enums: new Map(enums) }
}

const isEnum = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).length > 0 &&
  Object.values(value).every((each) => typeof each === 'string')
