import { z } from 'zod'
import { xmlAnswer } from './buckets'
import type { S3Answer, S3Request } from './exchange'
import { malformedXml, S3Fault } from './fault'
import { takeCheckedText } from './intake'
import type { ObjectStore } from './store'
import { element, parseXml, s3Namespace, type Xml, xmlDocument } from './xml'

const Count = z.string().regex(/^\s*\d{1,9}\s*$/)
const StorageClass = z.enum([
  'GLACIER',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
])
const Tags = z.array(z.strictObject({ Key: z.string().min(1), Value: z.string() }))
const parts = {
  Prefix: z.string().optional(),
  Tag: Tags.optional(),
  ObjectSizeGreaterThan: Count.optional(),
  ObjectSizeLessThan: Count.optional(),
}
/** An empty element parses as empty text. */
const Filter = z.union([
  z.literal(''),
  z.strictObject({ ...parts, And: z.strictObject(parts).optional() }),
])
const Rule = z.strictObject({
  ID: z.string().max(255).optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Filter: Filter.optional(),
  Prefix: z.string().optional(),
  Expiration: z
    .strictObject({
      Days: Count.optional(),
      Date: z.string().optional(),
      ExpiredObjectDeleteMarker: z.enum(['true', 'false']).optional(),
    })
    .optional(),
  Transition: z
    .array(z.strictObject({ Days: Count.optional(), Date: z.string().optional(), StorageClass }))
    .optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: Count, NewerNoncurrentVersions: Count.optional() })
    .optional(),
  NoncurrentVersionTransition: z
    .array(
      z.strictObject({
        NoncurrentDays: Count,
        NewerNoncurrentVersions: Count.optional(),
        StorageClass,
      }),
    )
    .optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: Count }).optional(),
})
type Rule = z.infer<typeof Rule>

const Configuration = z.object({
  LifecycleConfiguration: z.strictObject({ Rule: z.array(Rule).min(1).max(1000) }),
})

const actions = [
  'Expiration',
  'Transition',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransition',
  'AbortIncompleteMultipartUpload',
] as const

/** Checked and kept, and shown again; nothing expires by it (S3 API reference, PutBucketLifecycleConfiguration). */
export async function putLifecycle(store: ObjectStore, request: S3Request): Promise<S3Answer> {
  const { name } = store.catalog.bucket(request.bucket)
  const parsed = Configuration.safeParse(parseXml(await takeCheckedText(request)))
  if (!parsed.success) throw malformedXml()
  const rules = parsed.data.LifecycleConfiguration.Rule.map((rule, index) => ({
    ...rule,
    ID: rule.ID || `rule-${index + 1}`,
  }))
  for (const rule of rules) checkRule(rule)
  if (new Set(rules.map(({ ID }) => ID)).size < rules.length) {
    throw invalid('Rule ID must be unique. Found same ID for more than one rule')
  }
  const lifecycle = rules.map((rule) => tree('Rule', rule).xml).join('')
  await store.commit({ did: 'set-lifecycle', name, lifecycle })
  return { status: 200 }
}

export function getLifecycle(store: ObjectStore, { bucket }: S3Request): S3Answer {
  const { lifecycle } = store.catalog.bucket(bucket)
  if (lifecycle === undefined) {
    throw new S3Fault(
      'NoSuchLifecycleConfiguration',
      'The lifecycle configuration does not exist',
      { BucketName: bucket },
    )
  }
  const root = element('LifecycleConfiguration', [{ xml: lifecycle }], s3Namespace)
  return xmlAnswer(xmlDocument(root))
}

export async function deleteLifecycle(
  store: ObjectStore,
  { bucket }: S3Request,
): Promise<S3Answer> {
  const { name, lifecycle } = store.catalog.bucket(bucket)
  if (lifecycle !== undefined) await store.commit({ did: 'set-lifecycle', name, lifecycle: null })
  return { status: 204 }
}

function checkRule(rule: Rule): void {
  if ((rule.Filter === undefined) === (rule.Prefix === undefined)) throw malformedXml()
  if (!actions.some((action) => rule[action] !== undefined)) {
    throw new S3Fault('InvalidRequest', 'At least one action needs to be specified in a rule')
  }
  if (rule.Expiration && Object.keys(rule.Expiration).length !== 1) throw malformedXml()
  if (rule.Expiration?.Days !== undefined && Number(rule.Expiration.Days) < 1) {
    throw invalid("'Days' for Expiration action must be a positive integer")
  }
}

const invalid = (message: string) => new S3Fault('InvalidArgument', message)

type Tree = string | readonly Tree[] | { readonly [name: string]: Tree | undefined }

function tree(name: string, value: Tree): Xml {
  return typeof value === 'string' ? element(name, value) : element(name, children(value))
}

function children(value: Exclude<Tree, string>): readonly Xml[] {
  return Object.entries(value).flatMap(([name, child]) => {
    if (child === undefined) return []
    return isList(child) ? child.map((each) => tree(name, each)) : [tree(name, child)]
  })
}

/** `Array.isArray` does not know read-only lists. */
const isList = (value: Tree): value is readonly Tree[] => Array.isArray(value)
