import { z } from 'zod'
import type { FormValue } from '../kit/queryForm'

/** Wire types: JSON carries numbers and booleans, a form carries text only. */
interface Scalars {
  readonly integer: z.ZodType<number>
  readonly boolean: z.ZodType<boolean>
  /** Epoch ms. */
  readonly time: z.ZodType<number>
  /** An empty list comes as an empty text in a form. */
  list<Member>(member: z.ZodType<Member>): z.ZodType<Member[]>
}

const formText = z.string()

export const jsonScalars: Scalars = {
  integer: z.int(),
  boolean: z.boolean(),
  time: z.number().transform((seconds) => Math.round(seconds * 1000)),
  list: (member) => z.array(member),
}

export const formScalars: Scalars = {
  integer: formText.regex(/^-?\d{1,15}$/).transform(Number),
  boolean: z.enum(['true', 'false']).transform((text) => text === 'true'),
  time: formText.refine((text) => !Number.isNaN(Date.parse(text))).transform(Date.parse),
  list: (member) =>
    z.preprocess((value) => ((value as FormValue) === '' ? [] : value), z.array(member)),
}

const text = z.string()

/** The requests in one of the two protocols. Left out and wrong values are for the rules to refuse. */
export function requestShapes(wire: Scalars) {
  const dimension = z.object({ Name: text.optional(), Value: text.optional() })
  const metric = z.object({
    Namespace: text.optional(),
    MetricName: text.optional(),
    Dimensions: wire.list(dimension).optional(),
  })
  const query = z.object({
    Id: text.optional(),
    MetricStat: z
      .object({
        Metric: metric.optional(),
        Period: wire.integer.optional(),
        Stat: text.optional(),
        Unit: text.optional(),
      })
      .optional(),
    Expression: text.optional(),
    Label: text.optional(),
    ReturnData: wire.boolean.optional(),
    Period: wire.integer.optional(),
    AccountId: text.optional(),
  })
  return {
    GetMetricData: z.object({
      MetricDataQueries: wire.list(query).optional(),
      StartTime: wire.time.optional(),
      EndTime: wire.time.optional(),
      NextToken: text.optional(),
      ScanBy: text.optional(),
      MaxDatapoints: wire.integer.optional(),
      LabelOptions: z.object({ Timezone: text.optional() }).optional(),
    }),
    ListMetrics: z.object({
      Namespace: text.optional(),
      MetricName: text.optional(),
      Dimensions: wire.list(dimension).optional(),
      NextToken: text.optional(),
      RecentlyActive: text.optional(),
      IncludeLinkedAccounts: wire.boolean.optional(),
      OwningAccount: text.optional(),
    }),
  }
}

type Shapes = ReturnType<typeof requestShapes>
export type GetMetricDataRequest = z.output<Shapes['GetMetricData']>
export type MetricDataQuery = NonNullable<GetMetricDataRequest['MetricDataQueries']>[number]
export type ListMetricsRequest = z.output<Shapes['ListMetrics']>
