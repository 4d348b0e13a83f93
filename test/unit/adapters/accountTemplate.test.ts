import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '../../..')
const Statement = z.looseObject({
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown().optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
})
const Policy = z.looseObject({ Statement: z.array(Statement) })
const Template = z.looseObject({
  Resources: z.looseObject({
    TallylightProducer: z.looseObject({ Properties: z.looseObject({ PolicyDocument: Policy }) }),
    TallylightSchedulerRole: z.looseObject({
      Properties: z.looseObject({
        AssumeRolePolicyDocument: Policy,
        Policies: z.array(z.looseObject({ PolicyDocument: Policy })),
      }),
    }),
  }),
})
const template = Template.parse(
  JSON.parse(readFileSync(join(root, 'resources/aws/account.template.json'), 'utf8')),
)
const actionsOf = ({ Statement: all }: z.infer<typeof Policy>) =>
  all.flatMap(({ Action }) => Action)

/** Every SDK command that an adapter imports, as the IAM action it needs. */
function actionsNeeded(): ReadonlySet<string> {
  const folder = join(root, 'electron/adapters/aws')
  const prefixes: Readonly<Record<string, string>> = {
    medialive: 'medialive',
    ivs: 'ivs',
    s3: 's3',
    scheduler: 'scheduler',
    cloudwatch: 'cloudwatch',
  }
  // S3's actions are not called like its operations (service authorization reference).
  const ofS3: Readonly<Record<string, string>> = {
    HeadBucket: 'ListBucket',
    ListObjectsV2: 'ListBucket',
    DeleteObjects: 'DeleteObject',
  }
  const found = readdirSync(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const imports = [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-(\w+)'/g)]
    return imports.flatMap(([, names = '', client = '']) =>
      [...names.matchAll(/(\w+)Command\b(?!Input|Output)/g)].flatMap(([, operation = '']) => {
        const prefix = prefixes[client]
        if (prefix === undefined) return []
        return [`${prefix}:${prefix === 's3' ? (ofS3[operation] ?? operation) : operation}`]
      }),
    )
  })
  return new Set(found)
}

describe('the account template', () => {
  it('allows producers every call that the console makes, and names each', () => {
    const needed = actionsNeeded()
    expect(needed.size).toBeGreaterThan(25)
    const allowed = actionsOf(template.Resources.TallylightProducer.Properties.PolicyDocument)
    expect(allowed).toEqual(expect.arrayContaining([...needed]))
    expect(allowed.filter((action) => action.includes('*'))).toEqual([])
  })

  it('lets the safety stop stop channels of the console, and nothing else', () => {
    const { Policies } = template.Resources.TallylightSchedulerRole.Properties
    const statements = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    expect(statements.flatMap(({ Action }) => Action)).toEqual(['medialive:StopChannel'])
    expect(statements.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'aws:ResourceTag/application': 'tallylight' } },
    ])
  })
})
