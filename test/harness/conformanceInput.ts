import type { Input } from './conformanceFlow'

export type Saved = Readonly<Record<string, unknown>>

/** Puts what was saved where `<name>` stands; throws for a name that nothing was saved under. */
export function filledIn(input: Input, saved: Saved): Input {
  return filled(input, saved) as Input // an object stays an object
}

export function filledText(text: string, saved: Saved): string {
  return text.replaceAll(reference, (_, name: string) => String(savedAs(name, saved)))
}

/** The names a value refers to. */
export function referencesIn(value: unknown): readonly string[] {
  return [...JSON.stringify(value ?? null).matchAll(reference)].map(([, name = '']) => name)
}

const reference = /<([a-z]\w*(?:[+-]\d+)?)>/gi

/** Times that a value refers to, `time+60` and the like, as of now. */
export function timesIn(value: unknown, now: number): Readonly<Record<string, string>> {
  const minuteMs = 60_000
  const times = referencesIn(value).flatMap((name): [string, string][] => {
    const [, kind, seconds] = /^(time|minute)([+-]\d+)$/.exec(name) ?? []
    if (kind === undefined) return []
    const at = now + Number(seconds) * 1000
    const shown = kind === 'time' ? at : Math.floor(at / minuteMs) * minuteMs
    const text = new Date(shown).toISOString()
    return [[name, kind === 'time' ? text : text.slice(0, 19)]]
  })
  return Object.fromEntries(times)
}

function filled(value: unknown, saved: Saved): unknown {
  if (typeof value === 'string') {
    const whole = /^<([a-z]\w*(?:[+-]\d+)?)>$/i.exec(value)
    return whole ? savedAs(whole[1] ?? '', saved) : filledText(value, saved)
  }
  if (Array.isArray(value)) return value.map((each) => filled(each, saved))
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return value
  const copy: Record<PropertyKey, unknown> = {}
  for (const key of Reflect.ownKeys(value)) {
    copy[typeof key === 'string' ? filledText(key, saved) : key] = filled(
      (value as Readonly<Record<PropertyKey, unknown>>)[key],
      saved,
    )
  }
  return copy
}

function savedAs(name: string, saved: Saved): unknown {
  if (!(name in saved)) throw new Error(`nothing was saved as <${name}>`)
  return saved[name]
}

/** `Channel.Id`, `Parts.0.ETag`. */
export function valueAt(path: string, value: unknown): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, name) =>
        typeof inner === 'object' && inner !== null
          ? (inner as Readonly<Record<string, unknown>>)[name]
          : undefined,
      value,
    )
}
